import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { serve, stop } from "../load/server.ts";
import { systemFile } from "../systems/states.ts";
import { type Checked, openBook } from "./book.ts";
import { callersOf, matching, unexpected } from "./callers.ts";

export interface FullDiskOptions {
  /** What was declared for questions while the disk is full. */
  readonly whenFull: "refuse" | "answer";
  /** How often the disk is full, and has room again. */
  readonly rounds: number;
  /** An empty folder. */
  readonly folder: string;
}

export interface FullDisk extends Checked {
  readonly rounds: number;
  /** Requests that were refused because of it. */
  readonly refused: number;
  /** Decisions that were answered and not stored. */
  readonly unlogged: number;
  /** Times that decisions were stored again once there was room. */
  readonly recovered: number;
  /** Times that the server said of itself, while the disk was full, that it is not ready. */
  readonly unready: number;
  /** Times that it said it was ready, and answers decisions without storing them. */
  readonly remarked: number;
  readonly odd: number;
}

const LANES = 8;
/** Bytes: more than the journal of all rounds takes, log included, or it would stay full when what fills it is gone. */
const DISK = 512_000_000;
const LONGEST = 15_000;

/** A small disk of memory, for root on Linux. */
function mounted(place: string): boolean {
  mkdirSync(place, { recursive: true });
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${DISK}`, "tmpfs", place], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

function fill(disk: string): void {
  try {
    writeFileSync(join(disk, "fill"), new Uint8Array(DISK));
  } catch {
    // Full: that is what it is for.
  }
}

async function within(isSo: () => boolean): Promise<boolean> {
  for (const end = performance.now() + LONGEST; performance.now() < end; await sleep(20)) if (isSo()) return true;
  return false;
}

const REFUSED = /^503 (state\.(disk-full|io-failed)|server\.overloaded|store\.journal-overloaded)$/;

/** Serves from a disk that fills up and is emptied again, while callers ask; undefined where none can be mounted. */
export async function fullDisk({ whenFull, rounds, folder }: FullDiskOptions): Promise<FullDisk | undefined> {
  const disk = join(folder, "disk");
  if (!mounted(disk)) return undefined;
  try {
    return await fillUnderLoad(disk, whenFull, rounds);
  } finally {
    execFileSync("umount", ["-l", disk]);
  }
}

async function fillUnderLoad(disk: string, whenFull: FullDiskOptions["whenFull"], rounds: number): Promise<FullDisk> {
  const state = join(disk, "state");
  const server = await serve(systemFile("plain"), state, { args: ["--when-full", whenFull] });
  const book = openBook();
  let acknowledged = 0;
  const counted = {
    ...book,
    decided(key: string, id: string) {
      acknowledged++;
      book.decided(key, id);
    },
  };
  const callers = callersOf(counted, { seed: 4 });
  let isOver = false;
  const asking = callers.ask(server.url, LANES, () => isOver);
  /** Refused, or answered without being stored. */
  const unstored = (): number => matching(callers.came, /^503|unlogged/);
  let [recovered, unready, remarked] = [0, 0, 0];
  for (let round = 0; round < rounds; round++) {
    await sleep(300);
    fill(disk);
    const before = unstored();
    await within(() => unstored() > before + 20);
    const ready = await fetch(`${server.url}/readyz`);
    if (ready.status === 503) unready++;
    else if (/answered and not stored/.test(await ready.text())) remarked++;
    rmSync(join(disk, "fill"));
    const stored = acknowledged;
    if (await within(() => acknowledged > stored + 20)) recovered++;
  }
  isOver = true;
  await asking;
  await stop(server);
  const odd = unexpected(callers.came, REFUSED);
  const [refused, unlogged] = [/^503/, /unlogged/].map((what) => matching(callers.came, what)) as [number, number];
  return { ...(await book.check(state)), rounds, refused, unlogged, recovered, unready, remarked, odd };
}
