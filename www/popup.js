// WebAssembly cannot start itself, and takes its time. Until it runs, this script alone makes the name field usable: the
// field is filled in, selected, and has the focus (`autofocus` would wait for the first frame). What the person types is
// not lost, and Enter is remembered with the name that was in the field.
'use strict';

// The browser gives the popup the keyboard once it has loaded. Loading WebAssembly before would delay that, so it waits for
// the keyboard, or as long as that usually takes where it does not come.
const KEYBOARD_MILLISECONDS = 15;
const started = new Promise((resolve) => {
  addEventListener('focus', resolve);
  addEventListener('load', () => setTimeout(resolve, KEYBOARD_MILLISECONDS));
}).then(async () => {
  const { default: start } = await import('./latchkey.js');
  // Compiles beside what follows.
  return start({ module_or_path: 'latchkey_bg.wasm' });
});

// Only a terminal that asks for a token needs it.
globalThis.loadSeal = () => import('./seal.js');

const field = document.getElementById('name');
// What a clock where the person is shows, written as if it were UTC: `2027-01-31T12:00:00.000Z`.
const now = new Date();
const clock = new Date(now - now.getTimezoneOffset() * 60_000).toISOString();
// As long as the value is the default one, the person has not touched it.
field.defaultValue = `Latchkey ${clock.slice(0, 10)} ${clock.slice(11, 19)}`;

// The browser lays the document out before the `load` event; a focus set before that would make it do so twice. A popup that
// is not laid out yet gives nothing the focus (seen in Firefox), so it is offered again. Then the other view may be open.
let selected = false;
const focus = () => {
  if (document.activeElement === document.body) field.focus();
  if (document.activeElement === document.body) document.querySelector('[aria-selected=true]').focus();
  if (document.activeElement !== field || selected) return;
  selected = true;
  if (field.value === field.defaultValue) field.select();
};
for (const event of ['load', 'focus']) addEventListener(event, focus);

const note = (event) => {
  if (event.type === 'keydown' && (event.key !== 'Enter' || event.isComposing)) return;
  if (event.target.closest('[role=tab], summary')) return;
  event.preventDefault();
  // A key that is held down, and a second press, are the first one.
  if (!event.repeat) field.dataset.pressed ??= field.value;
};
const events = ['keydown', 'submit'];
for (const event of events) document.addEventListener(event, note);
started.then(() => {
  for (const event of events) document.removeEventListener(event, note);
});
