// Loads `relay.js` with a `fetch` and a way to the background that the test controls.
(relay) => {
  const sent = [];
  const handedOver = [];
  let respond = () => new Response('');
  const fetch = async (url, options) => {
    sent.push({ url, ...options, signal: undefined });
    return respond(options.signal, url);
  };
  const chrome = {
    runtime: {
      sendMessage: async (message) => {
        if (globalThis.extensionIsGone) throw new Error('the extension is gone');
        handedOver.push({ ...message, underWay: isUnderWay(message.id) });
      },
    },
  };
  const { lookAtPage, sendRequest, isUnderWay } = new Function(
    'chrome',
    'fetch',
    `${relay}\nreturn { lookAtPage, sendRequest, isUnderWay };`,
  )(chrome, fetch);
  // A response whose body arrives in these parts and then ends so.
  const inParts = (parts, end) => {
    const left = parts.map((part) => new Uint8Array(part));
    const pull = (stream) => {
      const part = end === 'endless' ? left[0] : left.shift();
      if (part) stream.enqueue(part.slice());
      else if (end === 'broken') stream.error(new TypeError('the connection broke'));
      else stream.close();
    };
    return new Response(new ReadableStream({ pull }));
  };
  const ask = async (more = {}, respondWith = respond) => {
    respond = respondWith;
    const request = { method: 'GET', url: `${origin}/jenkins/`, headers: [], cookies: true, sizeLimit: 64, ...more };
    const taken = await sendRequest('1', request);
    return { taken, ...handedOver.pop() };
  };
  Object.assign(globalThis, { sent, handedOver, inParts, ask, lookAtPage, sendRequest, isUnderWay });
}
