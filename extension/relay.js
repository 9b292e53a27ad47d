// The functions that run inside the page's tab, in the extension's isolated world. Each is injected on
// its own, so it uses nothing outside itself. They do not interpret requests; the popup decides.

'use strict';

// Reads the Jenkins attributes of the page. Prototype methods are called directly, because a page can hide
// `document.head` and the like behind a form of that name. Values over 2,048 characters are ignored.
function lookAtPage() {
  const find = (selector) => Document.prototype.querySelector.call(document, selector);
  const read = (element, attribute) => {
    const value = element && Element.prototype.getAttribute.call(element, attribute);
    return typeof value === 'string' && value.length <= 2048 ? value : undefined;
  };
  const head = find('head[data-rooturl]');
  return {
    origin: self.origin,
    path: location.pathname,
    pathAndQuery: location.pathname + location.search,
    rootUrl: read(head, 'data-rooturl'),
    crumbHeader: read(head, 'data-crumb-header'),
    crumbValue: read(head, 'data-crumb-value'),
    version: read(find('body[data-version]'), 'data-version'),
  };
}

// Sends one request with the page's own session and delivers the reply itself, because the popup may be closed and
// the background stopped by the time it arrives. Returns `true` once it is delivered.
async function sendRequest(id, request) {
  const underWay = (globalThis.latchkeyUnderWay ??= new Set());
  underWay.add(id);
  // A busy page runs no timers. That time does not count: it is the page's delay, not the controller's.
  const late = new AbortController();
  let secondsLeft = request.timeLimit;
  const clock = secondsLeft && setInterval(() => --secondsLeft > 0 || late.abort(), 1000);
  const fetchReply = async () => {
    if (new URL(request.url).origin !== location.origin) {
      return { notSent: 'the page belongs to another address' };
    }
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers,
      body: request.body,
      credentials: request.cookies ? 'same-origin' : 'omit',
      redirect: 'manual',
      cache: 'no-store',
      signal: late.signal,
    });
    // In Firefox a service worker of the page can answer, and with what it has fetched elsewhere.
    if (response.url && new URL(response.url).origin !== location.origin) {
      return { noAnswer: 'the answer came from another address' };
    }
    const reply = {
      status: response.status,
      redirected: response.type === 'opaqueredirect',
      headers: [...response.headers],
      body: '',
      truncated: false,
    };
    const decoder = new TextDecoder();
    try {
      const reader = response.body?.getReader();
      for (let left = request.sizeLimit; reader; ) {
        const { done, value } = await reader.read();
        if (done) break;
        reply.body += decoder.decode(value.subarray(0, left), { stream: true });
        left -= value.length;
        if (left < 0) {
          reply.truncated = true;
          await reader.cancel();
          break;
        }
      }
    } catch (error) {
      if (late.signal.aborted) throw error;
      reply.truncated = true; // The connection broke in the middle: what arrived is all there is.
    }
    return reply;
  };
  let reply;
  try {
    reply = await fetchReply();
  } catch (error) {
    reply = late.signal.aborted ? { timedOut: true } : { noAnswer: String(error) };
  } finally {
    clearInterval(clock);
  }
  try {
    await chrome.runtime.sendMessage({ kind: 'reply', id, reply });
    return true;
  } catch {
    return false; // The extension was removed or reloaded: nobody is left to receive it.
  } finally {
    underWay.delete(id);
  }
}

// Whether this very page still waits for the answer to that request.
function isUnderWay(id) {
  return Boolean(globalThis.latchkeyUnderWay?.has(id));
}
