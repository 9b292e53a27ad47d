// Errors that the driver knows by kind, and waiting with a limit.

import { setTimeout } from "resource://gre/modules/Timer.sys.mjs";

const LIMIT_MILLISECONDS = 10_000;
const INTERVAL_MILLISECONDS = 10;

/** An error of a kind that the driver has a variant for; the details are given with it. */
export class DriverError extends Error {
  constructor(kind, message, details = {}) {
    super(message);
    Object.assign(this, { kind, ...details });
  }
}

/** Asks `probe` until it gives something true, and gives that. A replaced document is "not yet". */
export async function until(awaited, probe, instead = () => "nothing of the kind") {
  const deadline = Date.now() + LIMIT_MILLISECONDS;
  for (;;) {
    try {
      const value = await probe();
      if (value) return value;
    } catch (error) {
      if (error.kind !== "documentGone") throw error;
    }
    if (Date.now() >= deadline) throw new DriverError("timeout", "", { awaited, instead: await instead() });
    await new Promise((resolve) => setTimeout(resolve, INTERVAL_MILLISECONDS));
  }
}
