
// Since 2.505: cards, and dialogs.

// Opens a dialog whose buttons end it; gives whether it was the first. With `submits` the content is a form, which the
// first submits, as in Jenkins' `dialog.form`. The first is disabled until the field `prompt` has text, as in its
// `dialog.prompt`.
function openDialog(title, content, { ok, cancel, submits = false, prompt }) {
  const dialog = make(document.body, 'dialog', 'jenkins-dialog');
  make(dialog, 'div', 'jenkins-dialog__title', title);
  dialog.append(content);
  const buttons = make(submits ? content : dialog, 'div', 'jenkins-buttons-row jenkins-dialog__buttons');
  return new Promise((resolve) => {
    const end = (answer) => { dialog.remove(); resolve(answer); };
    const button = (id, text, answer) => {
      const made = make(buttons, 'button', 'jenkins-button', text);
      made.dataset.id = id;
      made.type = 'button';
      made.onclick = () => end(answer);
      return made;
    };
    const first = button('ok', ok ?? 'OK', true);
    if (cancel) button('cancel', cancel, false);
    dialog.addEventListener('cancel', () => end(false));
    if (submits) {
      first.type = 'submit';
      first.onclick = null;
      content.addEventListener('submit', (event) => { event.preventDefault(); end(true); });
    } else {
      dialog.addEventListener('keydown', (event) => {
        if (event.key !== 'Enter' || event.target.localName === 'button') return;
        event.preventDefault();
        first.click();
      });
    }
    if (prompt) {
      const check = () => { first.disabled = !prompt.value.trim(); };
      prompt.addEventListener('input', check);
      check();
    }
    dialog.showModal();
    dialog.querySelector('input')?.focus();
  });
}

// Asks for a name, since 2.548 for an expiry, too. Returns the fields of the request, or nothing.
async function ask(button) {
  const form = document.createElement('form');
  form.className = 'jenkins-dialog__contents';
  const template = document.getElementById('api-token-add-template');
  let prompt;
  if (template) {
    form.append(template.firstElementChild.cloneNode(true));
    const duration = form.elements.expirationDuration;
    duration.onchange = () => {
      hide(form.elements.tokenExpiration, duration.value !== 'custom');
      hide(form.querySelector('.token-warning'), duration.value !== 'never');
    };
  } else {
    make(form, 'div', '', button.dataset.messageName);
    prompt = make(make(form, 'div', 'jenkins-dialog__input'), 'input', 'jenkins-input');
    prompt.name = 'tokenName';
    prompt.dataset.id = 'input';
  }
  const { generate: ok, cancel, promptMessage } = button.dataset;
  if (!(await openDialog(promptMessage, form, { ok, cancel, submits: Boolean(template), prompt }))) return null;
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

for (const button of document.querySelectorAll('.api-token-property-add')) {
  button.onclick = () => addCard(button);
}
