// The only part that talks to tabs. It passes requests from the popup to the page and replies back. It holds replies
// that must not be lost in `storage.session` until the popup has read them, and inspects neither requests nor replies.
// The browser may stop it at any time.
//
// Messages (`src/shell/protocol.rs` sends those of the popup):
//
// | from | message | answer |
// |---|---|---|
// | popup | { kind: 'look', tabId } | { page } as `lookAtPage` returns it, or { failed } with the reason |
// | popup | { kind: 'isUnderWay', tabId, id } | whether the page still waits for the reply to that request |
// | popup | { kind: 'send', tabId, id, stored, request } | a reply; none if `stored`, then it is stored |
// | page | { kind: 'reply', id, reply } | nothing, once the reply is answered or stored |
//
// request: { method, url, headers: [[name, value]], body?, cookies, timeLimit? in seconds, sizeLimit in bytes }
// reply: { status, redirected, headers: [[name, value]], body, truncated }, { timedOut: true }, { pageGone: true },
// { notSent: reason } or { noAnswer: reason }
//
// In `storage.session`, the popup writes `sent/ID`: { tabId, store } before it sends a request whose reply is
// stored, and removes it and `reply/ID`: reply once it has read the reply.

'use strict';

if (typeof importScripts === 'function') importScripts('relay.js');

// Requests whose reply goes straight to the popup that asked: id -> { tabId, answer }.
const waiting = new Map();

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
      return true;
    case 'isUnderWay':
      inject(message.tabId, isUnderWay, [message.id]).then(answer, () => answer(false));
      return true;
    case 'send':
      if (!message.stored) waiting.set(message.id, { tabId: message.tabId, answer });
      send(message.tabId, message.id, message.request);
      return !message.stored;
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
  const stored = await chrome.storage.session.get([sentKey, replyKey]);
  if (stored[sentKey]?.tabId !== tabId) return;
  if (stored[replyKey] && !stored[replyKey].pageGone) return;
  await chrome.storage.session.set({ [replyKey]: reply });
}

// Removes what private windows left in memory when the last of them closes.
chrome.windows.onRemoved.addListener(async () => {
  const windows = await chrome.windows.getAll();
  if (windows.some((window) => window.incognito)) return;
  const stored = await chrome.storage.session.get(null);
  const isPrivate = (key) => stored[key]?.store?.private || stored[`sent/${key.replace('reply/', '')}`]?.store?.private;
  await chrome.storage.session.remove(Object.keys(stored).filter(isPrivate));
});
