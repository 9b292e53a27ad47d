// Takes the times of a popup, in milliseconds since its document began.
'use strict';

const times = {};
globalThis.latchkeyTimes = times;

const note = (name) => { times[name] ??= performance.now(); };
if (document.hasFocus()) note('keyboard');
addEventListener('focus', () => note('keyboard'));
addEventListener('keydown', (event) => { if (event.key === 'Enter') note('pressed'); }, true);

// The name field can be typed over once it has the focus and what it is filled in with is selected.
const select = HTMLInputElement.prototype.select;
HTMLInputElement.prototype.select = function () {
  select.call(this);
  const isEditable = !this.readOnly && !this.disabled && document.activeElement === this;
  if (this.id === 'name' && this.value && isEditable) note('filled');
};

addEventListener('DOMContentLoaded', () => {
  note('parsed');
  // The WebAssembly fills in the texts before anything else.
  const button = document.getElementById('generate');
  if (button?.textContent) note('running');
  else if (button) new MutationObserver(() => note('running')).observe(button, { childList: true });
  const token = document.getElementById('token');
  if (!token) return;
  const shown = () => !token.hidden && document.getElementById('value').value && note('shown');
  new MutationObserver(shown).observe(token, { attributes: true });
});

// The reply with the list of tokens is the page on which a person looks after them. The first rows, more than are in
// view, are there and laid out when `listed` is taken.
const PAGE = /\/me\/(security\/|configure)$/;
const send = chrome.runtime.sendMessage;
chrome.runtime.sendMessage = function (message) {
  const answer = send.call(chrome.runtime, message);
  if (PAGE.test(message?.request?.url)) {
    answer.then((reply) => {
      note('replied');
      times.listReply = reply.body;
    });
  }
  return answer;
};

addEventListener('DOMContentLoaded', () => {
  const list = document.getElementById('list');
  if (!list) return;
  const look = () => {
    if (list.lastElementChild && list.offsetHeight) {
      note('listed');
      times.rows = list.childElementCount;
      times.lastRow = performance.now();
    }
  };
  new MutationObserver(look).observe(list, { childList: true });
});
