import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { constants, setPriority } from "node:os";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { Fresh, FreshOptions } from "./host.ts";
import { TETHERED } from "./tether.ts";

const LAUNCHER = fileURLToPath(new URL("../../../bin/alidade.js", import.meta.url));

/** Milliseconds that it has to end by itself once it was told to: well within those that a command has. */
const PATIENCE = 1_500;

/**
 * Runs a command line with the same Node in a process of its own. Once the signal has aborted, it rejects with that signal's reason
 * when the process is gone: one that is too busy to hear that it is to end is ended all the same.
 */
export async function runFresh(
  argv: readonly string[],
  signal: AbortSignal,
  { aside = false }: Pick<FreshOptions, "aside"> = {},
): Promise<Fresh> {
  signal.throwIfAborted();
  const child = spawn(process.execPath, [LAUNCHER, ...argv], {
    stdio: [aside ? "pipe" : "ignore", "pipe", "ignore"],
    // A session of its own can give way as a whole.
    ...(aside ? { detached: true, env: { ...process.env, [TETHERED]: "1" } } : {}),
  });
  if (aside && child.pid !== undefined) giveWay(child.pid);
  const ended = new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    // What a signal ended has no code; to whoever asked it failed all the same.
    child.once("close", (code) => resolve(code ?? 1));
  });
  const unlisten = endWith(child, { signal, aside });
  try {
    const [out, exit] = await Promise.all([child.stdout === null ? "" : text(child.stdout), ended]);
    signal.throwIfAborted();
    return { exit, out };
  } finally {
    unlisten();
  }
}

/** Ends a process with the signal, or with this process, whichever is first; gives what lets it be. */
function endWith(child: ChildProcess, { signal, aside }: { signal: AbortSignal; aside: boolean }): () => void {
  let timer: NodeJS.Timeout | undefined;
  const kill = (): void => end(child, { with: "SIGKILL", aside });
  const stop = (): void => {
    end(child, { with: "SIGTERM", aside });
    timer = setTimeout(kill, PATIENCE);
  };
  signal.addEventListener("abort", stop, { once: true });
  process.once("exit", kill);
  return () => {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
    process.removeListener("exit", kill);
  };
}

/** One in a session of its own ends with all that it began. */
function end(
  { pid, exitCode, signalCode }: ChildProcess,
  how: { readonly with: NodeJS.Signals; aside: boolean },
): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  const isGroup = how.aside && process.platform !== "win32";
  tried(() => process.kill(isGroup ? -pid : pid, how.with));
}

/**
 * Linux may share time out between sessions first: how nice a process is then counts among those of its own session alone. And what
 * wakes up there goes at once where only such work runs as is for idle time.
 */
function giveWay(pid: number): void {
  tried(() => setPriority(pid, constants.priority.PRIORITY_LOW));
  if (process.platform !== "linux") return;
  tried(() => writeFileSync(`/proc/${pid}/autogroup`, String(constants.priority.PRIORITY_LOW)));
  spawn("chrt", ["-i", "-p", "0", String(pid)], { stdio: "ignore" }).once("error", () => undefined);
}

/** It has ended already, or the machine does not let it: it does its work all the same. */
function tried(what: () => void): void {
  try {
    what();
  } catch {}
}
