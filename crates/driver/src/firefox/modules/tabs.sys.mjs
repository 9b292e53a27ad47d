// Tabs, in windows regular and private, and in containers.

import { ContextualIdentityService } from "resource://gre/modules/ContextualIdentityService.sys.mjs";
import { DriverError, until } from "resource://latchkey-driver/waiting.sys.mjs";
import { ask } from "resource://latchkey-driver/documents.sys.mjs";
import { currentExtension } from "resource://latchkey-driver/extension.sys.mjs";
import { closePopups } from "resource://latchkey-driver/popups.sys.mjs";

const systemPrincipal = Services.scriptSecurityManager.getSystemPrincipal();

/** All windows of the browser. */
export function windows() {
  return [...Services.wm.getEnumerator("navigator:browser")].filter((window) => !window.closed);
}

/** A tab by its number, which it keeps across navigations; `null` where it is closed. */
export function findTab(number) {
  const tabs = windows().flatMap((window) => [...window.gBrowser.tabs]);
  return tabs.find((tab) => tab.linkedBrowser.browserId === number && !tab.closing) ?? null;
}

function tabOf(number) {
  const tab = findTab(number);
  if (!tab) throw new DriverError("closed", "the tab");
  return tab;
}

/** The browsing context of a tab; fails where it is closed. */
export function contextOfTab(number) {
  return tabOf(number).linkedBrowser.browsingContext;
}

function windowOf(tab) {
  return tab.ownerDocument.defaultView;
}

async function openTab({ incognito, container }) {
  let tab;
  if (incognito) {
    if (!currentExtension().extension.privateBrowsingAllowed) {
      throw new DriverError("refused", "the extension is not allowed in private windows");
    }
    const window = windows()[0].OpenBrowserWindow({ private: true });
    await until("a private window", () => window.gBrowserInit?.delayedStartupFinished);
    tab = window.gBrowser.selectedTab;
    await navigate({ tab: tab.linkedBrowser.browserId, url: "about:blank" });
  } else {
    const window = windows().find((each) => !each.PrivateBrowsingUtils.isWindowPrivate(each));
    const userContextId = container ? newContainer() : 0;
    tab = window.gBrowser.addTab("about:blank", { triggeringPrincipal: systemPrincipal, userContextId });
  }
  const number = tab.linkedBrowser.browserId;
  await select({ tab: number });
  return number;
}

function newContainer() {
  const number = ContextualIdentityService.getPublicIdentities().length + 1;
  return ContextualIdentityService.create(`Container ${number}`, "fingerprint", "blue").userContextId;
}

/** Brings a tab to the front, which closes an open popup as a click beside it does. */
export async function select({ tab: number }) {
  const tab = tabOf(number);
  await closePopups();
  const window = windowOf(tab);
  window.gBrowser.selectedTab = tab;
  window.focus();
  tab.linkedBrowser.focus();
  await until("the tab to have the focus", () => ask({ tab: number }, "hasFocus"));
}

/** Whether a tab is in front of all others, in all windows. */
export function isInFront({ tab: number }) {
  const tab = tabOf(number);
  return tab.selected && windowOf(tab) === Services.wm.getMostRecentWindow("navigator:browser");
}

/** Loads a page and waits until the answer has begun to come in. */
async function navigate({ tab: number, url }) {
  const browser = tabOf(number).linkedBrowser;
  let address;
  try {
    address = Services.io.newURI(url);
  } catch {
    throw new DriverError("navigation", "this is no address");
  }
  const begun = Promise.withResolvers();
  const isOurs = (request) => request instanceof Ci.nsIChannel && request.originalURI.equals(address);
  const nameOf = (status) => ChromeUtils.getXPCOMErrorName(status);
  let failure = null;
  const listener = {
    QueryInterface: ChromeUtils.generateQI(["nsIWebProgressListener", "nsISupportsWeakReference"]),
    onLocationChange(progress, request, location, flags) {
      if (!progress.isTopLevel) return;
      if (flags & Ci.nsIWebProgressListener.LOCATION_CHANGE_ERROR_PAGE) {
        begun.reject(new DriverError("navigation", failure ?? "the browser shows an error page"));
      } else if (isOurs(request) || flags & Ci.nsIWebProgressListener.LOCATION_CHANGE_SAME_DOCUMENT) {
        begun.resolve();
      }
    },
    onStateChange(progress, request, flags, status) {
      const ended = flags & Ci.nsIWebProgressListener.STATE_STOP;
      if (!progress.isTopLevel || !ended || Components.isSuccessCode(status) || !isOurs(request)) return;
      failure = nameOf(status);
      // No error page follows a download, or a load that another one replaced.
      if (status === Cr.NS_BINDING_ABORTED) begun.reject(new DriverError("navigation", failure));
    },
  };
  const { NOTIFY_LOCATION, NOTIFY_STATE_ALL } = Ci.nsIWebProgress;
  browser.addProgressListener(listener, NOTIFY_LOCATION | NOTIFY_STATE_ALL);
  try {
    browser.loadURI(address, { triggeringPrincipal: systemPrincipal });
    await begun.promise;
  } finally {
    browser.removeProgressListener?.(listener);
  }
}

async function closeTab({ tab: number }) {
  const tab = findTab(number);
  if (!tab) return;
  const context = tab.linkedBrowser.browsingContext;
  const window = windowOf(tab);
  const wasLast = window.gBrowser.tabs.length === 1;
  if (tab.selected) await closePopups();
  window.gBrowser.removeTab(tab, { skipPermitUnload: true });
  const isGone = () => !findTab(number) && context.isDiscarded && (!wasLast || window.closed);
  await until("the tab to close", isGone);
}

export const commands = {
  openTab,
  select,
  navigate,
  closeTab,
  reload: ({ tab }) => tabOf(tab).linkedBrowser.reload(),
};
