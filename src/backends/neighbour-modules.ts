import { registerHooks } from "node:module";

/** The folder of all rooms. */
const ROOT = new URL("../", import.meta.url).href;
const FORMAT = import.meta.url.endsWith(".ts") ? "module-typescript" : "module";

/**
 * Our own files name each other in full, so nothing has to be looked up where they are: a thread loads hundreds of them
 * before its first piece of work, and half of that time would be spent in asking the disk for what is known.
 */
export function resolveNeighbours(): void {
  registerHooks({
    resolve(specifier, { parentURL }, nextResolve) {
      const url = specifier.startsWith(".") && parentURL?.startsWith(ROOT) ? new URL(specifier, parentURL).href : "";
      if (!url.startsWith(ROOT)) return nextResolve(specifier);
      return { url, format: FORMAT, shortCircuit: true };
    },
  });
}
