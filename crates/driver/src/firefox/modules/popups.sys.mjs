// The extension's popup: opened by the toolbar button, found, closed.

import { DriverError, until } from "resource://latchkey-driver/waiting.sys.mjs";
import { ask } from "resource://latchkey-driver/documents.sys.mjs";
import { currentExtension } from "resource://latchkey-driver/extension.sys.mjs";
import { isInFront, select, windows } from "resource://latchkey-driver/tabs.sys.mjs";

const POPUP_BROWSER = "browser.webextension-popup-browser";

function panelOf(browser) {
  return browser.closest("panel");
}

/** The browsers that show an open popup of the extension. */
function openBrowsers() {
  const origin = `moz-extension://${currentExtension().uuid}/`;
  return windows()
    .flatMap((window) => [...window.document.querySelectorAll(POPUP_BROWSER)])
    .filter((browser) => ["open", "showing"].includes(panelOf(browser)?.state))
    .filter((browser) => browser.browsingContext?.currentWindowGlobal?.documentURI?.spec.startsWith(origin));
}

/** The browsing context of a popup; fails where it is closed. */
export function contextOfPopup(number) {
  const context = BrowsingContext.get(number);
  if (!isOpen({ popup: number })) throw new DriverError("closed", "the popup");
  return context;
}

function isOpen({ popup }) {
  const browser = BrowsingContext.get(popup)?.embedderElement;
  return Boolean(browser?.isConnected) && ["open", "showing"].includes(panelOf(browser)?.state);
}

/** Closes every popup as a click beside it does, and waits until all are gone. */
export async function closePopups() {
  for (const browser of openBrowsers()) await closePopup({ popup: browser.browsingContext.id });
}

async function closePopup({ popup }) {
  const browser = BrowsingContext.get(popup)?.embedderElement;
  if (browser?.isConnected) panelOf(browser)?.hidePopup();
  await waitUntilClosed({ popup });
}

async function waitUntilClosed({ popup }) {
  const isGone = () => BrowsingContext.get(popup)?.embedderElement?.isConnected !== true;
  await until("the popup to close", isGone, () => "it is still open");
}

/** Presses the toolbar button on a tab, or opens its popup without a click; waits until it is ready. */
async function openPopup({ tab, click }) {
  // A page that is in front already is asked nothing: it may be too busy to answer.
  if (isInFront({ tab })) await closePopups();
  else await select({ tab });
  const window = BrowsingContext.getCurrentTopByBrowserId(tab).topChromeWindow;
  // What an earlier popup was told the person prefers ends with it.
  Services.prefs.clearUserPref("ui.prefersReducedMotion");
  const { extension } = currentExtension();
  const action = extension.apiManager.global.browserActionFor(extension);
  if (click) action.triggerAction(window);
  else await action.openPopup(window, true);
  const opened = await until("the popup to open", () => openBrowsers()[0], () => describe(window));
  const popup = opened.browsingContext.id;
  await until(
    "the popup to be complete and to have the focus",
    () => ask({ popup }, "isReady"),
    () => ask({ popup }, "state").catch((error) => error.message),
  );
  return popup;
}

function describe(window) {
  const panels = [...window.document.querySelectorAll("panel")].filter((panel) => panel.state !== "closed");
  return `these open panels: ${panels.map((panel) => panel.id).join(", ") || "none"}`;
}

export const commands = {
  openPopup,
  closePopup,
  isOpen,
  waitUntilClosed,
  popup: () => openBrowsers()[0]?.browsingContext.id,
};
