// Loads `background.js` as Firefox does, after `relay.js`, with an extension API that the test controls.
(relay, background) => {
  const stored = {};
  const injected = [];
  const writes = [];
  const windows = [];
  const popups = [];
  // What the clock says, in milliseconds; timers that have not been let run; how often the extension was reloaded.
  const clock = { now: 1, timers: new Set(), reloads: 0 };
  const hears = {};
  // `storage.local`, managed storage (null if the browser has none), and what the toolbar button shows.
  const disk = { local: {}, managed: null };
  const button = {};
  const listened = (name) => ({ addListener: (listener) => (hears[name] = listener) });
  let hear, windowClosed;
  const chrome = {
    runtime: {
      id: 'latchkey',
      getURL: (path) => `chrome-extension://latchkey/${path}`,
      onMessage: { addListener: (listener) => (hear = listener) },
      onUpdateAvailable: listened('updateAvailable'),
      onSuspend: listened('suspend'),
      onStartup: listened('startup'),
      onInstalled: listened('installed'),
      reload: () => (clock.reloads += 1),
    },
    extension: { getViews: ({ type }) => (type === 'popup' ? popups : []) },
    scripting: {
      executeScript: ({ target, func, args }) =>
        new Promise((resolve, reject) => {
          injected.push({ tabId: target.tabId, name: func.name, args, end: (result) => resolve([{ result }]), fail: reject });
        }),
    },
    action: {
      setBadgeText: async ({ text }) => (button.badge = text),
      setTitle: async ({ title }) => (button.title = title),
    },
    i18n: { getMessage: (key, values = []) => [key, ...values].join(' ') },
    storage: {
      local: {
        onChanged: listened('localStored'),
        get: async () => ({ ...disk.local }),
        remove: async (keys) => {
          for (const key of keys) delete disk.local[key];
          hears.localStored();
        },
      },
      managed: {
        get: async () => {
          if (disk.managed === null) throw new Error('Managed storage manifest not found');
          return disk.managed;
        },
      },
      session: {
        onChanged: listened('stored'),
        get: async (keys) =>
          Object.fromEntries(Object.entries(stored).filter(([key]) => keys === null || [keys].flat().includes(key))),
        // A write ends when the test lets it.
        set: (items) =>
          new Promise((resolve) => {
            writes.push(() => {
              Object.assign(stored, items);
              hears.stored();
              resolve();
            });
          }),
        remove: async (keys) => {
          for (const key of keys) delete stored[key];
          hears.stored();
        },
      },
    },
    windows: { getAll: async () => windows, onRemoved: { addListener: (listener) => (windowClosed = listener) } },
  };
  const timer = (act) => clock.timers.add(act);
  class TestDate extends Date {
    static now() {
      return clock.now;
    }
  }
  new Function('chrome', 'Date', 'setTimeout', `${relay}\n${background}`)(chrome, TestDate, timer);

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
  // The browser has an update of the extension, or is about to end the background.
  const happens = async (name) => {
    const heard = hears[name]();
    await writeAll();
    await heard;
  };
  // Whether the background keeps itself running, and lets it look again.
  const stays = async () => {
    await settle();
    const [act] = clock.timers;
    clock.timers.delete(act);
    await act();
    return clock.timers.size === 1;
  };
  Object.assign(globalThis, { api: chrome, disk, button, hears, clock, popups, happens, stays, stored, injected, writes, windows, answers, from, say, settle, writeAll, closeWindow: () => windowClosed() });
}
