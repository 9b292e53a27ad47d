// JavaScript in the page's own globals, as from the developer tools' console: no content security policy
// forbids it, and it is no gesture of a person.

import { addDebuggerToGlobal } from "resource://gre/modules/jsdebugger.sys.mjs";

addDebuggerToGlobal(globalThis);

/** What a page's script has thrown, in its own words. */
export class Thrown extends Error {}

/** The value of an expression as JSON, after awaiting it if it is a promise. */
export async function evaluate(window, expression) {
  return settle(inGlobal(window, (global) => global.executeInGlobal(expression)));
}

/** What a function gives whose `this` is the node. */
export async function call(window, node, source, values) {
  const completion = inGlobal(window, (global) => {
    const compiled = global.executeInGlobal(`(${source})`);
    if (!compiled.return) return compiled;
    const given = values.map((value) => global.executeInGlobal(`(${JSON.stringify(value)})`).return);
    return compiled.return.call(global.makeDebuggeeValue(node), ...given);
  });
  return settle(completion);
}

function inGlobal(window, act) {
  const debug = new Debugger();
  // Compiled code that runs already is left as it is.
  debug.allowUnobservedAsmJS = true;
  debug.allowUnobservedWasm = true;
  const completion = act(debug.addDebuggee(window));
  if (completion === null) throw new Thrown("the script was ended by the browser");
  const thrown = "throw" in completion;
  const result = thrown ? completion.throw : completion.return;
  const isPromise = !thrown && result?.isPromise === true;
  const value = typeof result?.unsafeDereference === "function" ? result.unsafeDereference() : result;
  debug.removeAllDebuggees();
  return { thrown, isPromise, value };
}

async function settle({ thrown, isPromise, value }) {
  if (thrown) throw new Thrown(inWords(value));
  let settled = value;
  if (isPromise) {
    try {
      settled = await value;
    } catch (reason) {
      throw new Thrown(inWords(reason));
    }
  }
  return JSON.stringify(Cu.waiveXrays(settled)) ?? "null";
}

function inWords(thrown) {
  try {
    return String(Cu.waiveXrays(thrown));
  } catch {
    return "something without a description was thrown";
  }
}
