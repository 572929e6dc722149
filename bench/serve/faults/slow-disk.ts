import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { serve, stop } from "../load/server.ts";
import { heldBy } from "../load/usage.ts";
import { systemFile } from "../systems/states.ts";
import { type Checked, openBook } from "./book.ts";
import { callersOf, matching, unexpected } from "./callers.ts";

export interface SlowDiskOptions {
  /** Milliseconds that every flush takes longer, one after the other. */
  readonly delays: readonly number[];
  /** Seconds of each. */
  readonly seconds: number;
  /** Requests under way at a time. */
  readonly lanes: number;
  /** An empty folder. */
  readonly folder: string;
}

/** What a server did while every flush took so much longer. */
export interface Slowed {
  readonly delayMs: number;
  readonly answeredPerSecond: number;
  readonly refused: number;
  /** Megabytes that the server held in the end. */
  readonly heldMb: number;
}

export interface SlowDisk extends Checked {
  readonly steps: readonly Slowed[];
  readonly odd: number;
}

const source = fileURLToPath(new URL("slow-disk.c", import.meta.url));

/** The library that makes flushes slow; undefined where there is no C compiler, or where it could not be preloaded. */
function library(folder: string): string | undefined {
  const built = join(folder, "slow-disk.so");
  if (process.platform !== "linux") return undefined;
  try {
    execFileSync("cc", ["-shared", "-fPIC", "-O1", "-o", built, source, "-ldl"], { stdio: "ignore" });
    return built;
  } catch {
    return undefined;
  }
}

/** Serves from a disk whose flushes take longer and longer; undefined where none can be made slow (Linux and `cc` can). */
export async function slowDisk({ delays, seconds, lanes, folder }: SlowDiskOptions): Promise<SlowDisk | undefined> {
  mkdirSync(folder, { recursive: true });
  const preloaded = library(folder);
  if (preloaded === undefined) return undefined;
  const told = join(folder, "delay");
  const slow = (ms: number): void => writeFileSync(told, String(ms));
  slow(0);
  const state = join(folder, "state");
  const server = await serve(systemFile("plain"), state, { env: { LD_PRELOAD: preloaded, SLOW_DISK: told } });
  const book = openBook();
  const callers = callersOf(book, { seed: 3 });
  let isOver = false;
  const asking = callers.ask(server.url, lanes, () => isOver);
  const steps: Slowed[] = [];
  for (const delayMs of delays) {
    slow(delayMs);
    const [answered, refused] = [matching(callers.came, /^200$/), matching(callers.came, /^503/)];
    await sleep(seconds * 1_000);
    steps.push({
      delayMs,
      answeredPerSecond: (matching(callers.came, /^200$/) - answered) / seconds,
      refused: matching(callers.came, /^503/) - refused,
      heldMb: heldBy(server.pid),
    });
  }
  slow(0);
  isOver = true;
  await asking;
  await stop(server);
  return { ...(await book.check(state)), steps, odd: unexpected(callers.came, REFUSED) };
}

/** What a server may say that cannot keep up. */
const REFUSED = /^503 (store\.journal-overloaded|server\.overloaded)$/;
