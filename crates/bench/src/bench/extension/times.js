// Takes the times of a popup, in milliseconds since its document began. In a block, because popup.js is a script, too, and shares
// its names.
'use strict';

{
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
        times.rows = Number(list.lastElementChild.ariaSetSize);
        if (!times.listed) {
          note('listed');
          setTimeout(use);
        }
      }
    };
    // Goes to the last row, then filters down to the first: what a person can do with the list.
    const use = () => {
      scrollTo(0, document.documentElement.scrollHeight);
      requestAnimationFrame(() => setTimeout(() => {
        const beforeLast = list.lastElementChild.previousElementSibling;
        times.lastIsNear = Number(beforeLast?.ariaPosInSet ?? 0) === times.rows - 1;
        scrollTo(0, 0);
        const filter = document.getElementById('filter');
        const all = times.rows;
        filter.value = list.firstElementChild.querySelector('.name').textContent;
        filter.dispatchEvent(new Event('input'));
        times.isFiltered = times.rows < all || Number(list.lastElementChild.ariaSetSize) < all;
        note('usable');
        filter.value = '';
        filter.dispatchEvent(new Event('input'));
      }));
    };
    new MutationObserver(look).observe(list, { childList: true });
  });

  // Tasks that take longer than 50 ms, from the reply on.
  times.longestTask = () => {
    const tasks = longTasks.takeRecords().concat(seen).filter((task) => task.startTime + task.duration > times.replied);
    return Math.max(0, ...tasks.map((task) => task.duration));
  };
  const seen = [];
  const longTasks = new PerformanceObserver((list) => seen.push(...list.getEntries()));
  longTasks.observe({ type: 'longtask', buffered: true });
}
