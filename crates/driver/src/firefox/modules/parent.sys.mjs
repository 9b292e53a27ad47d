// What the driver does in Firefox's main process: windows, tabs, the toolbar button, the clipboard.
// `run` is called by name, with one object of arguments; what needs a document is asked of its actor.

import { DriverError, until } from "resource://latchkey-driver/waiting.sys.mjs";
import * as documents from "resource://latchkey-driver/documents.sys.mjs";
import * as extension from "resource://latchkey-driver/extension.sys.mjs";
import * as popups from "resource://latchkey-driver/popups.sys.mjs";
import * as tabs from "resource://latchkey-driver/tabs.sys.mjs";

const commands = { ...documents.commands, ...extension.commands, ...popups.commands, ...tabs.commands };

/** Runs a command. Returns JSON: `{ value }`, or `{ error }` with a kind and the words for it. */
export async function run(name, parameters) {
  try {
    return JSON.stringify({ value: (await commands[name](parameters)) ?? null });
  } catch (error) {
    const { kind, ...details } = error instanceof DriverError ? error : { kind: "refused" };
    return JSON.stringify({ error: { kind, message: error.message, ...details } });
  }
}

/** Makes the actors known and waits for the first window. */
export async function setUp() {
  ChromeUtils.registerWindowActor("LatchkeyDriver", {
    child: { esModuleURI: "resource://latchkey-driver/child.sys.mjs" },
    includeChrome: false,
    allFrames: false,
    safeForUntrustedWebProcess: true,
  });
  const window = () => Services.wm.getMostRecentWindow("navigator:browser");
  await until("a window", () => window()?.gBrowserInit?.delayedStartupFinished);
}
