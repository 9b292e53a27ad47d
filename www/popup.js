// WebAssembly cannot start itself. Until it has, what the person types and Enter are not lost.
import start from './latchkey.js';

const form = document.getElementById('create');
let pressed = false;
const note = (event) => {
  event.preventDefault();
  pressed = true;
};
form.addEventListener('submit', note);
await start({ module_or_path: 'latchkey_bg.wasm' });
form.removeEventListener('submit', note);
if (pressed) form.requestSubmit();
