import { readdirSync, readFileSync } from "node:fs";

/** Clock ticks a second, which Linux has told every program for thirty years. */
const TICKS = 100;

/** The fields of a `stat` file behind the command's name, which may hold anything. */
function statOf(path: string): readonly string[] | undefined {
  try {
    const text = readFileSync(path, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return undefined;
  }
}

/** In the program, in the kernel; and the same of children that have ended. */
const OWN = [11, 12];
const ENDED = [13, 14];

function secondsIn(path: string, fields: readonly number[]): number {
  const stat = statOf(path) ?? [];
  return fields.reduce((sum, at) => sum + Number(stat[at] ?? 0), 0) / TICKS;
}

/** A process and all that it started, as far as they run. */
export function treeOf(pid: number): readonly number[] {
  const parents = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => [Number(name), Number(statOf(`/proc/${name}/stat`)?.[1])] as const);
  const tree = [pid];
  for (const known of tree) tree.push(...parents.filter(([, parent]) => parent === known).map(([child]) => child));
  return tree;
}

/** Seconds of CPU that a process used so far. */
export interface Used {
  /** With all that it started. */
  readonly all: number;
  /** Its first thread alone, which for a Node server is the one that answers. */
  readonly main: number;
}

/** Undefined where nobody tells: on anything but Linux. */
export function usedBy(pid: number): Used | undefined {
  if (process.platform !== "linux") return undefined;
  const all = treeOf(pid).reduce((sum, one) => sum + secondsIn(`/proc/${one}/stat`, [...OWN, ...ENDED]), 0);
  return { all, main: secondsIn(`/proc/${pid}/task/${pid}/stat`, OWN) };
}

/** Bytes that a process, with all that it started, had written to disks so far; NaN where nobody tells. */
export function writtenBy(pid: number): number {
  try {
    // Of those that have ended, the one that started them tells.
    return treeOf(pid).reduce((sum, one) => sum + writtenByOne(one), 0);
  } catch {
    return Number.NaN;
  }
}

function writtenByOne(pid: number): number {
  return Number(/^write_bytes: (\d+)/m.exec(readFileSync(`/proc/${pid}/io`, "utf8"))?.[1]);
}

/** Megabytes (10⁶ bytes) that a process holds; NaN where nobody tells. */
export function heldBy(pid: number): number {
  try {
    const kib = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return (Number(kib) * 1_024) / 1e6;
  } catch {
    return Number.NaN;
  }
}
