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
