// WebAssembly cannot start itself. Until it has, what the person types and Enter are not lost: the field
// has the focus from here on (`autofocus` would wait for the first frame), and Enter is remembered.
import start from './latchkey.js';

// Only a terminal that asks for a token needs it.
globalThis.loadSeal = () => import('./seal.js');

// Compiles beside what follows.
const started = start({ module_or_path: 'latchkey_bg.wasm' });
let pressed = false;
const note = (event) => {
  if (event.type === 'keydown' && (event.key !== 'Enter' || event.isComposing)) return;
  event.preventDefault();
  pressed ||= !event.repeat;
};
const events = ['keydown', 'submit'];
for (const event of events) document.addEventListener(event, note);
// A popup that is not laid out yet gives nothing the focus (seen in Firefox), so it is offered again.
const focus = () => {
  if (document.activeElement === document.body) document.getElementById('name').focus();
};
focus();
for (const event of ['load', 'focus']) addEventListener(event, focus);
await started;
for (const event of events) document.removeEventListener(event, note);
if (pressed) document.getElementById('create').requestSubmit();
