// Loads `background.js` as Firefox does, after `relay.js`, with an extension API that the test controls.
(relay, background) => {
  const stored = {};
  const injected = [];
  const writes = [];
  const windows = [];
  let hear, windowClosed;
  const chrome = {
    runtime: {
      id: 'latchkey',
      getURL: (path) => `chrome-extension://latchkey/${path}`,
      onMessage: { addListener: (listener) => (hear = listener) },
    },
    scripting: {
      executeScript: ({ target, func, args }) =>
        new Promise((resolve, reject) => {
          injected.push({ tabId: target.tabId, name: func.name, args, end: (result) => resolve([{ result }]), fail: reject });
        }),
    },
    storage: {
      session: {
        get: async (keys) =>
          Object.fromEntries(Object.entries(stored).filter(([key]) => keys === null || keys.includes(key))),
        // A write ends when the test lets it.
        set: (items) =>
          new Promise((resolve) => {
            writes.push(() => {
              Object.assign(stored, items);
              resolve();
            });
          }),
        remove: async (keys) => {
          for (const key of keys) delete stored[key];
        },
      },
    },
    windows: { getAll: async () => windows, onRemoved: { addListener: (listener) => (windowClosed = listener) } },
  };
  new Function('chrome', `${relay}\n${background}`)(chrome);

  const from = {
    popup: { id: 'latchkey', url: 'chrome-extension://latchkey/popup.html' },
    page: (id, frameId = 0) => ({ id: 'latchkey', url: 'https://ci.example.org/', tab: { id }, frameId }),
    stranger: { id: 'another', url: 'chrome-extension://another/popup.html' },
  };
  const answers = [];
  // Delivers a message and gives whether an answer is to be expected.
  const say = (message, sender, name = message.kind) => hear(message, sender, (answer) => answers.push([name, answer]));
  // Ends when everything that can happen without the test has happened. Timers are slow in a tab that is not seen.
  const settle = () =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = resolve;
      port2.postMessage(null);
    });
  const writeAll = async () => {
    await settle();
    while (writes.length) {
      writes.shift()();
      await settle();
    }
  };
  Object.assign(globalThis, { api: chrome, stored, injected, writes, windows, answers, from, say, settle, writeAll, closeWindow: () => windowClosed() });
}
