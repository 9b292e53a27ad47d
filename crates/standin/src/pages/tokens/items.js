
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

const itemsToPrepare = document.querySelector('.token-list:has(.repeatable-add)');
if (itemsToPrepare) prepareItems(itemsToPrepare);
