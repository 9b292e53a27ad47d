// WebAssembly cannot start itself.
import start from './latchkey.js';

await start({ module_or_path: 'latchkey_bg.wasm' });
