// The documents of tabs and of the popup: what is asked of the actor in their process.
// A document is named by `{ tab }` or `{ popup }`.

import { DriverError, until } from "resource://latchkey-driver/waiting.sys.mjs";
import { contextOfPopup } from "resource://latchkey-driver/popups.sys.mjs";
import { contextOfTab } from "resource://latchkey-driver/tabs.sys.mjs";

/** The browsing context of a document; fails where its tab or popup is closed. */
export function contextOf(document) {
  return "tab" in document ? contextOfTab(document.tab) : contextOfPopup(document.popup);
}

/** Asks the document's actor. */
export async function ask(document, query, data = {}) {
  const documentGone = () => {
    contextOf(document);
    return new DriverError("documentGone", "the document was replaced");
  };
  const global = contextOf(document).currentWindowGlobal;
  if (!global) throw documentGone();
  let reply;
  try {
    reply = await global.getActor("LatchkeyDriver").sendQuery(query, data);
  } catch (error) {
    if (["AbortError", "InvalidStateError", "NotSupportedError"].includes(error.name)) throw documentGone();
    throw error;
  }
  if ("thrown" in reply) throw new DriverError("script", reply.thrown);
  return reply.value;
}

async function picture({ document, whole }) {
  const context = contextOf(document);
  const size = whole ? await ask(document, "size") : null;
  const area = size && new DOMRect(0, 0, size.width, size.height);
  const window = context.topChromeWindow;
  const image = await context.currentWindowGlobal.drawSnapshot(area, window.devicePixelRatio, "white", whole);
  const canvas = window.document.createElementNS("http://www.w3.org/1999/xhtml", "canvas");
  Object.assign(canvas, { width: image.width, height: image.height });
  canvas.getContext("2d").drawImage(image, 0, 0);
  image.close();
  return canvas.toDataURL("image/png").split(",")[1];
}

/** What the person prefers; color scheme and forced colors of this document, less motion in the whole browser. */
async function setMedia({ document, dark, reducedMotion, forcedColors }) {
  if (dark !== null) contextOf(document).prefersColorSchemeOverride = dark ? "dark" : "light";
  if (reducedMotion !== null) Services.prefs.setIntPref("ui.prefersReducedMotion", reducedMotion ? 1 : 0);
  if (forcedColors !== null) contextOf(document).forcedColorsOverride = forcedColors ? "active" : "none";
  const sees = () => ask(document, "sees", { dark, reducedMotion, forcedColors });
  await until("the document to see what the person prefers", sees);
}

/** Names the document; empty while there is none, or only the blank one that stands in until the first load. */
function documentIdentifier({ document }) {
  const global = contextOf(document).currentWindowGlobal;
  return global && !global.isInitialDocument ? String(global.innerWindowId) : "";
}

export const commands = {
  ask: ({ document, query, data }) => ask(document, query, data),
  documentIdentifier,
  picture,
  setMedia,
};
