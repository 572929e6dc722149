import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { constants, userInfo } from "node:os";
import { randomIds, wallClock } from "../../kernel/index.ts";
import type { Host, Sink } from "./host.ts";
import { runFresh } from "./run-fresh.ts";

/** The host that a real process is. */
export function nodeHost(): Host {
  return {
    stdout: sinkOf(process.stdout),
    stderr: sinkOf(process.stderr),
    cwd: process.cwd(),
    env: process.env,
    clock: wallClock,
    stopwatch: () => performance.now(),
    ids: randomIds((bytes) => randomBytes(bytes), wallClock.now),
    who: userName(),
    version: packageVersion(),
    backends: () => import("../../presets.ts"),
    fresh: runFresh,
    onInterrupt: listen,
  };
}

/** A reader that has gone away (`alidade … | head`) is no error: what is left to say is dropped. */
function sinkOf(stream: NodeJS.WriteStream): Sink {
  let gone = false;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    gone = true;
  });
  return {
    isTerminal: stream.isTTY === true,
    columns: stream.columns ?? 80,
    write: (text) => (gone ? Promise.resolve() : new Promise((resolve) => void stream.write(text, () => resolve()))),
  };
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** By convention a process that a signal ended exits with this and the signal's number. */
const SIGNALLED = 128;
/** Milliseconds after which a process whose command has ended, once it was told to stop, ends whatever still holds it open. */
const LAST_CALL = 4_000;
/** And so many after the patience with a command that does not end. */
const GRACE = 1_000;

/** Once the command has ended, a late signal no longer changes how: it only hurries a process that something still holds open. */
function listen(listener: (exit: number) => void, patienceMs: number): () => void {
  let [isOver, isTold] = [false, false];
  const endOver = (): void => void setTimeout(() => process.exit(), LAST_CALL).unref();
  for (const signal of SIGNALS) {
    const exit = SIGNALLED + constants.signals[signal];
    process.on(signal, () => {
      isTold = true;
      if (isOver) return endOver();
      listener(exit);
      setTimeout(() => (isOver ? undefined : process.exit(exit)), patienceMs + GRACE).unref();
    });
  }
  return () => {
    isOver = true;
    if (isTold) endOver();
  };
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run as a user that has no name.
    return "unknown";
  }
}

function packageVersion(): string {
  const manifest = readFileSync(new URL("../../../package.json", import.meta.url), "utf8");
  return (JSON.parse(manifest) as { readonly version: string }).version;
}
