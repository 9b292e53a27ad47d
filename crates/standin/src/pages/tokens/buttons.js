// What the buttons of the pages with tokens do: add one, generate it, show and copy its value. Elements, classes and
// addresses are Jenkins', so that whoever drives its pages can drive these. It runs once the document is there.
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

// Until 2.504: an item of the list is the form.

function prepareItems(list) {
  const template = list.querySelector('.to-be-removed');
  template.remove();
  list.querySelector('.repeatable-add').onclick = () => addItem(list, template);
}

function addItem(list, template) {
  const chunk = template.cloneNode(true);
  chunk.classList.remove('to-be-removed');
  list.querySelector('.repeatable-insertion-point').before(chunk);
  chunk.querySelector('.token-cancel input').onclick = () => chunk.remove();
  const button = chunk.querySelector('.token-save button');
  button.onclick = async () => {
    button.disabled = true;
    const error = chunk.querySelector('.token-error-message');
    try {
      const name = chunk.querySelector('.token-name');
      const data = await generate(button.dataset.targetUrl, { newTokenName: name.value });
      name.value = data.tokenName;
      chunk.querySelector('.token-uuid-input').value = data.tokenUuid;
      for (const gone of chunk.querySelectorAll('.token-save, .token-cancel')) gone.remove();
      const copy = chunk.querySelector('.copy-button');
      copy.setAttribute('text', data.tokenValue);
      copy.classList.remove('invisible');
      chunk.querySelector('.display-after-generation').classList.add('visible');
      chunk.classList.add('token-list-fresh-item');
      list.querySelector('.token-list-empty-item').classList.add('hidden-message');
      error.textContent = '';
      chunk.querySelector('.new-token-value').classList.add('visible');
      chunk.querySelector('.new-token-value').textContent = data.tokenValue;
    } catch (problem) {
      error.textContent = problem.message;
      button.disabled = false;
    }
  };
  chunk.querySelector('.token-name').focus();
}

// Since 2.505: cards, and dialogs.

// Opens a dialog whose buttons end it; gives whether it was the first.
function openDialog(title, content, { ok, cancel }) {
  const dialog = make(document.body, 'dialog', 'jenkins-dialog');
  make(dialog, 'div', 'jenkins-dialog__title', title);
  dialog.append(content);
  const buttons = make(dialog, 'div', 'jenkins-buttons-row jenkins-dialog__buttons');
  return new Promise((resolve) => {
    const button = (id, text, answer) => {
      const made = make(buttons, 'button', 'jenkins-button', text);
      made.dataset.id = id;
      made.type = 'button';
      made.onclick = () => { dialog.remove(); resolve(answer); };
    };
    button('ok', ok ?? 'OK', true);
    if (cancel) button('cancel', cancel, false);
    dialog.addEventListener('cancel', () => { dialog.remove(); resolve(false); });
    dialog.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.target.localName === 'button') return;
      event.preventDefault();
      buttons.firstChild.click();
    });
    dialog.showModal();
    dialog.querySelector('input')?.focus();
  });
}

// Asks for a name, since 2.548 for an expiry, too. Gives the fields of the request, or nothing.
async function ask(button) {
  const form = document.createElement('form');
  form.className = 'jenkins-dialog__contents';
  const template = document.getElementById('api-token-add-template');
  if (template) {
    form.append(template.firstElementChild.cloneNode(true));
    const duration = form.elements.expirationDuration;
    duration.onchange = () => {
      hide(form.elements.tokenExpiration, duration.value !== 'custom');
      hide(form.querySelector('.token-warning'), duration.value !== 'never');
    };
  } else {
    make(form, 'div', '', button.dataset.messageName);
    const input = make(make(form, 'div', 'jenkins-dialog__input'), 'input', 'jenkins-input');
    input.name = 'tokenName';
    input.dataset.id = 'input';
  }
  const { generate: ok, cancel, promptMessage } = button.dataset;
  if (!(await openDialog(promptMessage, form, { ok, cancel }))) return null;
  const { tokenName, ...expiry } = Object.fromEntries(new FormData(form));
  if (expiry.expirationDuration !== 'custom') delete expiry.tokenExpiration;
  return { newTokenName: tokenName, ...expiry };
}

// Says when a token expires, in the words that the page brings.
function fillIn(part, data) {
  for (const place of part.querySelectorAll('.api-token-new-expiration')) {
    const { never, expiresOn } = place.dataset;
    const date = data.expirationDate;
    place.textContent = date === 'never' ? never : expiresOn.replace('__DATA__', () => date);
    place.classList.toggle('warning', data.aboutToExpire || date === 'never');
  }
}

function show(data, done) {
  const shown = document.getElementById('api-token-template').firstElementChild.cloneNode(true);
  shown.querySelector('.api-token-new-value').textContent = data.tokenValue;
  fillIn(shown, data);
  if (isSecureContext) {
    const copy = shown.querySelector('.copy-button');
    copy.setAttribute('text', data.tokenValue);
    hide(copy, false);
  }
  openDialog(data.tokenName, shown, { ok: done });
}

async function addCard(button) {
  const fields = await ask(button);
  if (!fields) return;
  const { targetUrl, buttonDone, notAdded } = button.dataset;
  try {
    const data = await generate(targetUrl, fields);
    const card = document.querySelector('#api-token-row-template .token-card').cloneNode(true);
    card.id = data.tokenUuid;
    card.querySelector('.token-name').textContent = data.tokenName;
    fillIn(card, data);
    card.querySelector('.api-token-property-token-show').onclick = () => show(data, buttonDone);
    document.getElementById('api-token-list').append(card);
    hide(document.querySelector('.token-list-empty-item'), true);
    hide(document.getElementById('api-tokens'), false);
    show(data, buttonDone);
  } catch (problem) {
    const message = document.createElement('div');
    message.textContent = problem.message;
    openDialog(notAdded ?? '', message, { ok: buttonDone });
  }
}

const itemsToPrepare = document.querySelector('.token-list:has(.repeatable-add)');
if (itemsToPrepare) prepareItems(itemsToPrepare);
for (const button of document.querySelectorAll('.api-token-property-add')) {
  button.onclick = () => addCard(button);
}
