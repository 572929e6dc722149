import { readdirSync, readFileSync } from "node:fs";
import { treeOf } from "../../serve/load/usage.ts";

/** How the threads of some processes stood to all others. */
export interface Niceness {
  /** The most threads that were seen at a time. */
  readonly threads: number;
  /** Of the threads that used any time, how many did not give way. */
  readonly upright: number;
}

/** Places in a `stat` file behind the command's name: time in the program and in the kernel, and how nice a thread is. */
const [OWN, KERNEL, NICE] = [11, 12, 16];
/** Milliseconds between two looks. */
const LOOK = 50;

/** Looks, until what is returned is called, after the processes that this one began with a word on their command line. Linux only. */
export function watchNiceness(word: string): () => Niceness {
  const upright = new Set<string>();
  let threads = 0;
  const look = (): void => {
    for (const pid of treeOf(process.pid).filter((one) => wordsOf(one).includes(word))) {
      const tasks = namesIn(`/proc/${pid}/task`);
      threads = Math.max(threads, tasks.length);
      for (const task of tasks) if (isUpright(textOf(`/proc/${pid}/task/${task}/stat`))) upright.add(`${pid} ${task}`);
    }
  };
  const timer = process.platform === "linux" ? setInterval(look, LOOK) : undefined;
  return () => {
    clearInterval(timer);
    return { threads, upright: upright.size };
  };
}

function isUpright(stat: string): boolean {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const used = Number(fields[OWN] ?? 0) + Number(fields[KERNEL] ?? 0);
  return used > 0 && Number(fields[NICE]) <= 0;
}

function wordsOf(pid: number): readonly string[] {
  return textOf(`/proc/${pid}/cmdline`).split("\0");
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // It has ended.
    return "";
  }
}

function namesIn(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
