// What the driver does inside a document, in the document's own process.

import * as accessibility from "resource://latchkey-driver/accessibility.sys.mjs";
import * as input from "resource://latchkey-driver/input.sys.mjs";
import * as script from "resource://latchkey-driver/script.sys.mjs";

const queries = {
  evaluate: (window, { expression }) => script.evaluate(window, expression),
  call: (window, { key, source, values }) =>
    script.call(window, accessibility.nodeOf(window, key), source, values),
  nodes: (window) => accessibility.nodes(window),
  node: (window, { key }) => accessibility.node(window, key),
  exists: (window, { key }) => accessibility.nodeOf(window, key)?.nodeType === 1,
  press: (window, stroke) => input.press(window, stroke),
  click: (window, { x, y, count }) => input.click(window, x, y, count),
  hasFocus: ({ document }) => document.hasFocus(),
  isReady: (window) =>
    isComplete(window.document) && window.document.hasFocus() && accessibility.isReady(window),
  state: ({ document, location }) =>
    `${location.href} is ${document.readyState}, has focus: ${document.hasFocus()}`,
  size: ({ document: { documentElement: root } }) => ({ width: root.scrollWidth, height: root.scrollHeight }),
  sees: (window, { dark, reducedMotion, forcedColors }) =>
    [null, window.matchMedia("(prefers-color-scheme: dark)").matches].includes(dark) &&
    [null, window.matchMedia("(prefers-reduced-motion: reduce)").matches].includes(reducedMotion) &&
    [null, window.matchMedia("(forced-colors: active)").matches].includes(forcedColors),
};

function isComplete(document) {
  return document.readyState === "complete" && document.URL !== "about:blank";
}

export class LatchkeyDriverChild extends JSWindowActorChild {
  async receiveMessage({ name, data }) {
    try {
      return { value: await queries[name](this.contentWindow, data) };
    } catch (error) {
      if (error instanceof script.Thrown) return { thrown: error.message };
      throw error;
    }
  }
}
