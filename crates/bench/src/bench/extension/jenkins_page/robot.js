// Presses Jenkins' own way to a token on its tokens page, as soon as each step can be done. It runs from the
// beginning of the page's document on, whose clock begins when the page before is left. Returns `{ failed }` or figures.
(name, limit) => {
  // Frames are documents, too.
  if (top !== self) return undefined;

  // The default forgets entries after the 250th.
  performance.setResourceTimingBufferSize(10_000);

  // Whether a person could see it: not before the style sheets have come, which hide some elements.
  const shown = (element) => Boolean(element?.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
    && [...document.querySelectorAll('link[rel=stylesheet]')].every((link) => link.sheet || link.disabled);

  const firstShown = (selector) => [...document.querySelectorAll(selector)].find(shown);

  // Waits until `look` gives something. Handlers of events are no part of the document, so it also looks again
  // every few milliseconds.
  const until = (what, look) => new Promise((resolve, reject) => {
    let timer;
    const end = (settle, value) => {
      observer.disconnect();
      clearInterval(timer);
      settle(value);
    };
    const attempt = () => {
      try {
        const found = look();
        if (found) end(resolve, found);
        else if (performance.now() >= limit) end(reject, new Error(`there is no ${what} after ${limit / 1000} s`));
      } catch (error) {
        end(reject, error);
      }
    };
    const observer = new MutationObserver(attempt);
    observer.observe(document, { attributes: true, characterData: true, childList: true, subtree: true });
    timer = setInterval(attempt, 1);
    attempt();
  });

  const type = (field, text) => {
    field.focus();
    field.value = text;
    for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, { bubbles: true }));
  };

  // The button that adds a token, once it does something. Until 2.504 the page's script takes the template for a new
  // item out of the document when it makes the button work; since 2.505 it gives the button a handler. Where neither
  // is so, it is ready once the page is loaded. Whether it can be seen is asked last, because that lays the page out.
  // Since 2.505 there are two, one in the notice that there are no tokens and one below the list, of which one is hidden.
  const addButton = () => {
    const loaded = performance.getEntriesByType('navigation')[0]?.loadEventEnd > 0;
    for (const button of document.querySelectorAll('.api-token-property-add, #api-token-property-add')) {
      if ((typeof button.onclick === 'function' || loaded) && shown(button)) return { button, cards: true };
    }
    const list = document.querySelector('.token-list');
    const add = list?.querySelector('.repeatable-add');
    if (!add || (list.querySelector('.to-be-removed') && !loaded) || !shown(add)) return null;
    return { button: add.matches('input, button') ? add : add.querySelector('input, button') ?? add, list };
  };

  const valueIn = (element) => {
    const text = element?.textContent.trim() ?? '';
    return text.startsWith('11') && text.length === 34 && shown(element);
  };

  // Since 2.505. Until 2.547 the dialog asks for a name; since then it is a form with an expiry, too.
  const byDialog = async (button) => {
    button.click();
    const fields = 'dialog[open] :is([name=tokenName], [data-id=input])';
    const field = await until('dialog that asks for a name', () => firstShown(fields));
    type(field, name);
    const dialog = field.closest('dialog');
    (await until('button that generates', () => dialog.querySelector('[data-id=ok]:enabled'))).click();
    await until('token', () => [...document.querySelectorAll('dialog[open] .api-token-new-value')].some(valueIn));
    const at = performance.now();
    const card = () => [...document.querySelectorAll('#api-token-list .token-card')].reverse()
      .find((card) => card.querySelector('.token-name')?.textContent.trim() === name);
    return { at, uuid: (await until('card of the token', card)).id, address: button.dataset.targetUrl };
  };

  // Until 2.504.
  const byItem = async (button, list) => {
    const before = new Set(list.querySelectorAll('.repeated-chunk'));
    button.click();
    const chunk = await until('item for a new token', () => {
      const added = [...list.querySelectorAll('.repeated-chunk')].find((chunk) => !before.has(chunk));
      return shown(added?.querySelector('[name=tokenName]')) && added;
    });
    type(chunk.querySelector('[name=tokenName]'), name);
    const buttons = '.token-save button, #api-token-property-token-save, .api-token-property-token-save';
    const generate = await until('button that generates', () => chunk.querySelector(buttons));
    const address = generate.dataset.targetUrl;
    generate.click();
    await until('token', () => valueIn(chunk.querySelector('.new-token-value')));
    const at = performance.now();
    const uuid = () => chunk.querySelector('[name=tokenUuid]')?.value;
    return { at, uuid: await until('uuid of the token', uuid), address };
  };

  // What went over the network until then: replies from the cache have no size. The page itself is one of them.
  const traffic = (at) => {
    const entries = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
    const sent = entries.filter((entry) => entry.transferSize > 0 && entry.responseEnd <= at);
    return { requests: sent.length, bytes: sent.reduce((sum, entry) => sum + entry.transferSize, 0) };
  };

  const revoke = async (address, uuid) => {
    const { crumbHeader, crumbValue } = document.head.dataset;
    const headers = crumbHeader ? { [crumbHeader]: crumbValue } : {};
    const body = new URLSearchParams({ tokenUuid: uuid });
    const reply = await fetch(address.replace(/generateNewToken$/, 'revoke'), { method: 'POST', headers, body });
    if (!reply.ok) throw new Error(`the token is not revoked: status ${reply.status}`);
  };

  const drive = async () => {
    const { button, cards, list } = await until('button that adds a token', addButton);
    const ready = performance.now();
    const { at, uuid, address } = cards ? await byDialog(button) : await byItem(button, list);
    // By its end, the browser has reported every earlier reply.
    await revoke(address, uuid);
    return { ready, took: at, ...traffic(at) };
  };
  return drive().catch((error) => ({ failed: error.message }));
}
