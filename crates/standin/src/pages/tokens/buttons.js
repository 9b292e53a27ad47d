// What the buttons of the pages with tokens do: add one, generate it, show and copy its value. Elements, classes and
// addresses are Jenkins', so that whoever drives its pages can drive these. It runs once the document is there. Here is
// what all pages share; `items.js` and `cards.js` follow.
'use strict';

// Makes a token and gives the data of the answer.
async function generate(address, fields) {
  const { crumbHeader, crumbValue } = document.head.dataset;
  const headers = crumbHeader ? { [crumbHeader]: crumbValue } : {};
  const reply = await fetch(address, { method: 'POST', headers, body: new URLSearchParams(fields) });
  if (!reply.ok) throw new Error(`The controller answers ${reply.status}`);
  const answer = await reply.json();
  if (answer.status !== 'ok') throw new Error(answer.message);
  return answer.data;
}

function make(parent, name, className, text = '') {
  const element = parent.appendChild(document.createElement(name));
  element.className = className;
  element.textContent = text;
  return element;
}

const hide = (element, hidden) => element?.classList.toggle('jenkins-hidden', hidden);

// What a copy button copies stands in its attribute `text`.
document.addEventListener('click', async (event) => {
  const button = event.target.closest('.copy-button');
  if (!button?.getAttribute('text')) return;
  await navigator.clipboard.writeText(button.getAttribute('text'));
  button.title = 'Copied';
});
