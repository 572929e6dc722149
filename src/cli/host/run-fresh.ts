import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { Fresh } from "./host.ts";

const LAUNCHER = fileURLToPath(new URL("../../../bin/alidade.js", import.meta.url));

/** Runs a command line with the same Node in a process of its own, which the signal ends. */
export async function runFresh(argv: readonly string[], signal: AbortSignal): Promise<Fresh> {
  const child = spawn(process.execPath, [LAUNCHER, ...argv], { stdio: ["ignore", "pipe", "ignore"], signal });
  const ended = new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    // What a signal ended has no code; to whoever asked it failed all the same.
    child.once("close", (code) => resolve(code ?? 1));
  });
  const [out, exit] = await Promise.all([text(child.stdout), ended]);
  return { exit, out };
}
