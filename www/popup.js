// WebAssembly cannot start itself: this does, and nothing more.
import start from './latchkey.js';

await start({ module_or_path: 'latchkey_bg.wasm' });
