//! Drives a real browser with an extension: toolbar button, popup, clipboard, screenshots.
