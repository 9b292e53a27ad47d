//! The popup of the browser extension, compiled to WebAssembly.
