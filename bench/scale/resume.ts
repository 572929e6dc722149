import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { runChild } from "../frame/child.ts";

/** What one run of the keys said of itself. */
export interface KeysFound {
  readonly fitMs: number;
  /** Of all threads: what the work takes when nobody else is at work. */
  readonly fitCpuMs: number;
  readonly decodeMs: number;
  readonly bytes: number;
  readonly hash: string;
  readonly kept: number;
  readonly firstRowUs: number;
  readonly batchRowUs: number;
  readonly oneRowUs: number;
  readonly error: number;
  readonly parentError: number;
  readonly peakMb: number;
}

/** A run that was killed in the middle of its keys, and one that went on. */
export interface Resumed {
  /** Pieces that were finished when it was killed, and of how many. */
  readonly finished: number;
  readonly pieces: number;
  /** Those of them that the second run made again: their files changed. */
  readonly madeAgain: number;
  readonly killedAfterMs: number;
  readonly rest: KeysFound;
}

const child = new URL("./children/keys.ts", import.meta.url).pathname;

/** Fits the keys to the end. */
export function fitKeys(folder: string, args: readonly string[]): KeysFound {
  return JSON.parse(runChild(process.execPath, [child, folder, ...args]).stdout) as KeysFound;
}

/** Fits the keys, kills the process without a word once half of the pieces are there, and starts it again. */
export async function killAndResume(folder: string, args: readonly string[], pieces: number): Promise<Resumed> {
  const started = performance.now();
  const victim = spawn(process.execPath, [child, folder, ...args], { stdio: "ignore" });
  const ended = once(victim, "exit");
  while (piecesIn(folder).size < pieces / 2 && victim.exitCode === null) await sleep(20);
  victim.kill("SIGKILL");
  await ended;
  const killedAfterMs = performance.now() - started;
  const before = piecesIn(folder);
  const rest = fitKeys(folder, args);
  const after = piecesIn(folder);
  const madeAgain = [...before].filter(([name, changed]) => after.get(name) !== changed).length;
  return { finished: before.size, pieces, madeAgain, killedAfterMs, rest };
}

/** The finished pieces by name, each with when it was written. */
export function piecesIn(folder: string): ReadonlyMap<string, number> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".json"));
  return new Map(names.map((name) => [name, statSync(join(folder, name)).mtimeMs]));
}
