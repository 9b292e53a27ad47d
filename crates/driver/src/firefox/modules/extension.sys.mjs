// The extension itself: its background, the prompt for its permissions; and the clipboard that it writes to.

import { DriverError, until } from "resource://latchkey-driver/waiting.sys.mjs";
import { windows } from "resource://latchkey-driver/tabs.sys.mjs";

let identifier = null;

/** The extension that the driver has installed, with the host name of its pages. */
export function currentExtension() {
  const policy = WebExtensionPolicy.getByID(identifier);
  if (!policy) throw new DriverError("refused", `the extension ${identifier} is not installed any more`);
  return { extension: policy.extension, uuid: policy.mozExtensionHostname };
}

/** Takes the extension as the one to drive, and waits until its background runs, which it does once. */
async function adopt({ id }) {
  identifier = id;
  const { extension, uuid } = currentExtension();
  if (extension.manifest.background) {
    const isRunning = () => extension.backgroundState === "running";
    await until("the extension's background to start", isRunning, () => extension.backgroundState);
  }
  return uuid;
}

/** Ends the background as the browser does when it is idle. */
async function stopBackground() {
  const { extension } = currentExtension();
  if (!backgroundIsRunning()) return;
  // It goes on running if an event reaches it while it is being ended.
  const isEnded = async () => {
    await extension.terminateBackground({ ignoreDevToolsAttached: true, disableResetIdleForTest: true });
    return !backgroundIsRunning();
  };
  await until("the background to end", isEnded, () => extension.backgroundState);
}

function backgroundIsRunning() {
  return ["starting", "running", "suspending"].includes(currentExtension().extension.backgroundState);
}

/** Reloads the extension, as the button in about:debugging does. */
async function reloadExtension() {
  const { AddonManager } = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
  const { extension: earlier } = currentExtension();
  await (await AddonManager.getAddonByID(identifier)).reload();
  const isNew = () => WebExtensionPolicy.getByID(identifier)?.extension !== earlier;
  await until("the extension to be loaded again", isNew);
  await adopt({ id: identifier });
}

/** The text over the toolbar button, and its tooltip, where no tab has its own. */
function button() {
  const { extension } = currentExtension();
  const { action } = extension.apiManager.global.browserActionFor(extension);
  return { badge: action.getProperty(null, "badgeText") ?? "", title: action.getProperty(null, "title") ?? "" };
}

/** What Firefox says of the manifest, which it says in the console and in about:debugging, too. */
function extensionWarnings() {
  const { extension } = currentExtension();
  return [...extension.errors, ...extension.warnings].map(String);
}

/** What the prompt of an installation lists. */
async function installWarnings() {
  const { AddonManager } = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
  const { ExtensionData } = ChromeUtils.importESModule("resource://gre/modules/Extension.sys.mjs");
  const { installPermissions, userPermissions } = await AddonManager.getAddonByID(identifier);
  return ExtensionData.formatPermissionStrings({ permissions: installPermissions ?? userPermissions }).msgs;
}

function clipboard() {
  const transferable = Cc["@mozilla.org/widget/transferable;1"].createInstance(Ci.nsITransferable);
  transferable.init(null);
  transferable.addDataFlavor("text/plain");
  Services.clipboard.getData(transferable, Services.clipboard.kGlobalClipboard);
  const data = {};
  try {
    transferable.getTransferData("text/plain", data);
  } catch {
    return "";
  }
  return data.value.QueryInterface(Ci.nsISupportsString).data;
}

/** Answers the prompt that `permissions.request` brings up, by its own button. */
async function answerPermissionPrompt({ accept }) {
  const prompt = await until("the prompt for permissions", findPrompt);
  (accept ? prompt.button : prompt.secondaryButton).click();
  await until("the prompt to close", () => !findPrompt());
}

function findPrompt() {
  return windows()
    .map((window) => window.PopupNotifications.panel)
    .filter((panel) => panel.state === "open")
    .map((panel) => panel.firstElementChild)
    .find((notification) => notification?.notification?.id === "addon-webext-permissions");
}

export const commands = {
  adopt,
  stopBackground,
  backgroundIsRunning,
  reloadExtension,
  button,
  extensionWarnings,
  installWarnings,
  clipboard,
  version: () => Services.appinfo.version,
  answerPermissionPrompt,
};
