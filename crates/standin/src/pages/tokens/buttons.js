// What the buttons of the pages with tokens do: add one, generate it, show and copy its value. Elements, classes and
// addresses are Jenkins', so a driver for Jenkins' pages works on these. It runs once the document is parsed. This file
// has what all pages share; `items.js` and `cards.js` follow.
'use strict';

// Creates a token and returns the data of the answer.
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

// What a copy button copies is in the `text` attribute.
document.addEventListener('click', async (event) => {
  const button = event.target.closest('.copy-button');
  if (!button?.getAttribute('text')) return;
  await navigator.clipboard.writeText(button.getAttribute('text'));
  button.title = 'Copied';
});
