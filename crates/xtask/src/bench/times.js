// Takes the times of a popup, in milliseconds since its document began.
'use strict';

const times = {};
globalThis.latchkeyTimes = times;

const note = (name) => { times[name] ??= performance.now(); };
if (document.hasFocus()) note('keyboard');
addEventListener('focus', () => note('keyboard'));
addEventListener('keydown', () => note('pressed'), true);

// The last thing the popup does to its name field is to select what it filled in.
const select = HTMLInputElement.prototype.select;
HTMLInputElement.prototype.select = function () {
  select.call(this);
  if (this.id === 'name' && this.value && document.activeElement === this) note('filled');
};

addEventListener('DOMContentLoaded', () => {
  note('parsed');
  const token = document.getElementById('token');
  if (!token) return;
  const shown = () => !token.hidden && document.getElementById('value').value && note('shown');
  new MutationObserver(shown).observe(token, { attributes: true });
});

// The reply with the list of tokens is the one large reply the popup gets. The list is there with its first
// rows laid out when `listed` is taken, and to its end when `laidOut` is.
const LARGE = 10_000;
const send = chrome.runtime.sendMessage;
chrome.runtime.sendMessage = function (message) {
  const answer = send.call(chrome.runtime, message);
  answer.then((reply) => {
    if (reply?.body?.length > LARGE) {
      times.listBytes = reply.body.length;
      note('replied');
    }
  });
  return answer;
};

addEventListener('DOMContentLoaded', () => {
  const list = document.getElementById('list');
  if (!list) return;
  const look = () => {
    if (!list.lastElementChild) return;
    if (list.offsetHeight) note('listed');
    if (list.lastElementChild.classList.contains('laid-out') && list.offsetHeight) note('laidOut');
  };
  new MutationObserver(look).observe(list, { childList: true, subtree: true, attributeFilter: ['class'] });
});
