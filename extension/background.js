// The only part that talks to tabs and to programs on this computer. It passes requests from the popup to the page and
// replies back, and sealed messages to a terminal and its answers back. It holds what must not be lost in
// `storage.session` until the popup has read it, and inspects neither requests nor replies. The browser may stop it at
// any time.
//
// Messages (`src/shell/protocol.rs` sends those of the popup):
//
// | from | message | answer |
// |---|---|---|
// | popup | { kind: 'look', tabId } | { page } as `lookAtPage` returns it, or { failed } with the reason |
// | popup | { kind: 'isUnderWay', tabId, id } | whether the page still waits for the reply to that request |
// | popup | { kind: 'send', tabId, id, stored, request } | a reply; none if `stored`, then it is stored |
// | popup | { kind: 'ask', urls, id?, body? } | { url, text } of the first address of this computer that answers, or null |
// | page | { kind: 'reply', id, reply } | nothing, once the reply is answered or stored |
//
// request: { method, url, headers: [[name, value]], body?, cookies, timeLimit? in seconds, sizeLimit in bytes }
// reply: { status, redirected, headers: [[name, value]], body, truncated }, { timedOut: true }, { pageGone: true },
// { notSent: reason } or { noAnswer: reason }
//
// In `storage.session`, the popup writes `sent/ID`: { tabId, store, at } before it sends a request whose reply is
// stored, and removes it and `reply/ID`: reply once it has read the reply. The answer to what is asked with an id is also
// stored, as `answer/ID`: text, as long as `sent/ID` or `token/ID` is. `token/ID` has `at`, too, and `copiedAt` once the
// token was copied. All of that goes when the extension is updated.

'use strict';

if (typeof importScripts === 'function') importScripts('relay.js');

// Requests whose reply goes straight to the popup that asked: id -> { tabId, answer }.
const waiting = new Map();

// Requests whose reply is stored, as long as the background that sent them runs: id -> tabId.
const carriers = new Map();

chrome.runtime.onMessage.addListener((message, sender, answer) => {
  if (sender.id !== chrome.runtime.id) return false;
  const fromExtensionPage = sender.url?.startsWith(chrome.runtime.getURL(''));
  if (message.kind === 'reply' && sender.tab && sender.frameId === 0 && !fromExtensionPage) {
    deliver(message.id, message.reply, sender.tab.id).then(answer);
    return true;
  }
  if (!fromExtensionPage) return false;
  switch (message.kind) {
    case 'look':
      inject(message.tabId, lookAtPage, []).then((page) => answer({ page }), (error) => answer({ failed: String(error) }));
      countReminders();
      return true;
    case 'isUnderWay':
      inject(message.tabId, isUnderWay, [message.id]).then(answer, () => answer(false));
      return true;
    case 'send':
      if (message.stored) carriers.set(message.id, message.tabId);
      else waiting.set(message.id, { tabId: message.tabId, answer });
      send(message.tabId, message.id, message.request);
      return !message.stored;
    case 'ask':
      ask(message).then(answer);
      return true;
    default:
      return false;
  }
});

async function inject(tabId, func, args) {
  const [{ result }] = await chrome.scripting.executeScript({ target: { tabId }, func, args, injectImmediately: true });
  return result;
}

// The reply arrives as a message; the result of `inject` only says whether the page delivered it.
async function send(tabId, id, request) {
  const delivered = await inject(tabId, sendRequest, [id, request]).catch(() => false);
  if (delivered !== true) await deliver(id, { pageGone: true }, tabId);
}

// Accepts a reply only from the tab that carried the request. Replies are stored one after the other, so that a reply
// is not overwritten by the notice that its page is gone.
let storing = Promise.resolve();

function deliver(id, reply, tabId) {
  const asked = waiting.get(id);
  if (asked) {
    if (asked.tabId !== tabId) return storing;
    waiting.delete(id);
    asked.answer(reply);
    return storing;
  }
  storing = storing.then(() => store(id, reply, tabId)).catch(() => {});
  return storing;
}

async function store(id, reply, tabId) {
  const sentKey = `sent/${id}`;
  const replyKey = `reply/${id}`;
  if (carriers.get(id) === tabId && !reply.pageGone) {
    carriers.delete(id);
    // The popup waits: the reply is stored at once, and removed again if it is not wanted any more.
    await chrome.storage.session.set({ [replyKey]: reply });
    const sent = await chrome.storage.session.get([sentKey]);
    if (!sent[sentKey]) await chrome.storage.session.remove([replyKey]);
    return;
  }
  const stored = await chrome.storage.session.get([sentKey, replyKey]);
  if (stored[sentKey]?.tabId !== tabId) return;
  if (stored[replyKey] && !stored[replyKey].pageGone) return;
  await chrome.storage.session.set({ [replyKey]: reply });
}

// The only addresses that are asked: those of a terminal that waits on this computer.
const LOOPBACK = /^http:\/\/(127\.0\.0\.1|localhost):[1-9]\d{3,4}\/[\w-]{22}$/;

// Asks each of these addresses until one answers, with a POST if there is a body. The popup may be closed by then.
async function ask({ urls, id, body }) {
  for (const url of urls.filter((url) => LOOPBACK.test(url))) {
    const text = await exchange(url, body).catch(() => null);
    if (text === null) continue;
    if (id) await keepAnswer(id, text).catch(() => {});
    return { url, text };
  }
  return null;
}

// The text that an address answers with, of at most 2,048 bytes. A request is answered at once; before it answers a
// message, a terminal may try the token. The browser may stop the background after 30 seconds.
async function exchange(url, body) {
  const response = await fetch(url, {
    method: body === undefined ? 'GET' : 'POST',
    body,
    credentials: 'omit',
    redirect: 'error',
    referrerPolicy: 'no-referrer',
    cache: 'no-store',
    signal: AbortSignal.timeout(body === undefined ? 2_000 : 25_000),
  });
  if (response.status !== 200) throw new Error(`status ${response.status}`);
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const reader = response.body.getReader();
  let text = '';
  for (let left = 2_048; ; ) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    left -= value.length;
    if (left < 0) throw await reader.cancel().then(() => new Error('too long'));
    text += decoder.decode(value, { stream: true });
  }
}

async function keepAnswer(id, text) {
  const stored = await chrome.storage.session.get([`sent/${id}`, `token/${id}`]);
  if (Object.keys(stored).length) await chrome.storage.session.set({ [`answer/${id}`]: text });
}

// Removes what private windows left in memory when the last of them closes.
chrome.windows.onRemoved.addListener(async () => {
  const windows = await chrome.windows.getAll();
  if (windows.some((window) => window.incognito)) return;
  const stored = await chrome.storage.session.get(null);
  const isPrivate = (key) => {
    const id = key.replace(/^(reply|answer)\//, '');
    return [key, `sent/${id}`, `token/${id}`].some((key) => stored[key]?.store?.private);
  };
  await chrome.storage.session.remove(Object.keys(stored).filter(isPrivate));
});

// Holds back an update while it would lose a token that was not copied, the reply to a request, or what a private window
// knows of a request (its journal is in memory), for at most a day. Chromium (156) installs an update as soon as nothing of
// the extension runs, so the background keeps itself running. Firefox (153) waits for `runtime.reload()`, which is called
// when the background is about to end and no popup is open.
const DAY = 86_400_000;

async function holdsUpdate() {
  const { update = Date.now(), ...stored } = await chrome.storage.session.get(null);
  const isRecent = (time) => Date.now() - time < DAY;
  const isCopied = (key) => stored[key.replace(/^\w+/, 'token')]?.copiedAt;
  const isAtRisk = ([key, { at }]) => /^(sent|token|journal)\//.test(key) && isRecent(at) && !isCopied(key);
  return isRecent(update) && Object.entries(stored).some(isAtRisk);
}

// A worker ends 30 seconds after the last thing that happened in it, which includes reading the storage.
let next;

function stayWhileNeeded() {
  next ??= setTimeout(async () => {
    next = undefined;
    if (await holdsUpdate()) stayWhileNeeded();
  }, 20_000);
}

chrome.runtime.onUpdateAvailable.addListener(async () => {
  const { update = Date.now() } = await chrome.storage.session.get('update');
  await chrome.storage.session.set({ update });
});

chrome.runtime.onSuspend.addListener(async () => {
  const { update } = await chrome.storage.session.get('update');
  if (update && !(await holdsUpdate()) && !chrome.extension.getViews({ type: 'popup' }).length) chrome.runtime.reload();
});

chrome.storage.session.onChanged.addListener(stayWhileNeeded);
stayWhileNeeded();

// The badge: how many tokens expire soon. For each, the popup writes `reminder/UUID`: { from, until, … } into `storage.local`,
// with the first and the last day of the reminder. They go if the person or an administrator turns reminders off.
async function countReminders() {
  const { settings, ...local } = await chrome.storage.local.get(null);
  const policy = await chrome.storage.managed.get('reminder').catch(() => ({}));
  const reminders = Object.keys(local).filter((key) => key.startsWith('reminder/'));
  if ('reminder' in policy ? policy.reminder !== true : settings?.reminder === false) {
    if (reminders.length) return chrome.storage.local.remove(reminders);
  }
  const now = new Date(Date.now());
  const today = new Date(now - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
  const due = reminders.filter((key) => local[key].from <= today && today <= local[key].until).length;
  await chrome.action.setBadgeText({ text: due ? String(due) : '' });
  const title = due ? chrome.i18n.getMessage('action_title_due', [String(due)]) : chrome.i18n.getMessage('action_title');
  await chrome.action.setTitle({ title });
}

for (const event of [chrome.runtime.onStartup, chrome.runtime.onInstalled, chrome.storage.local.onChanged]) {
  event.addListener(countReminders);
}
