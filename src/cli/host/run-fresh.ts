import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { constants, setPriority } from "node:os";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { Fresh, FreshOptions } from "./host.ts";
import { TETHERED } from "./tether.ts";

const LAUNCHER = fileURLToPath(new URL("../../../bin/alidade.js", import.meta.url));

/** Runs a command line with the same Node in a process of its own, which the signal ends. */
export async function runFresh(
  argv: readonly string[],
  signal: AbortSignal,
  { aside = false }: Pick<FreshOptions, "aside"> = {},
): Promise<Fresh> {
  const child = spawn(process.execPath, [LAUNCHER, ...argv], {
    stdio: [aside ? "pipe" : "ignore", "pipe", "ignore"],
    signal,
    // A session of its own can give way as a whole.
    ...(aside ? { detached: true, env: { ...process.env, [TETHERED]: "1" } } : {}),
  });
  if (aside && child.pid !== undefined) giveWay(child.pid);
  const ended = new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    // What a signal ended has no code; to whoever asked it failed all the same.
    child.once("close", (code) => resolve(code ?? 1));
  });
  const [out, exit] = await Promise.all([child.stdout === null ? "" : text(child.stdout), ended]);
  return { exit, out };
}

/** Linux may share time out between sessions first: how nice a process is then counts among those of its own session alone. */
function giveWay(pid: number): void {
  tried(() => setPriority(pid, constants.priority.PRIORITY_LOW));
  if (process.platform === "linux")
    tried(() => writeFileSync(`/proc/${pid}/autogroup`, String(constants.priority.PRIORITY_LOW)));
}

/** It has ended already, or the machine does not let it: it does its work all the same. */
function tried(what: () => void): void {
  try {
    what();
  } catch {}
}
