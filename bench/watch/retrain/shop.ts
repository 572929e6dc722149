import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { launcher, runChild } from "../../frame/child.ts";
import { kept, makeData } from "../../serve/systems/data.ts";
import { systemFile } from "../../serve/systems/states.ts";

/** A shop of its own in a folder: a system with three heads of 100 trees, whose source grows. */
export interface GrowingShop {
  /** Its system file and its state directory. */
  readonly file: string;
  readonly state: string;
  /** Adds rows to the source, as many as there are to come, in so many steps. */
  grow(step: number, of: number): void;
  /** Runs a command on it, to its end; gives what it said as JSON. */
  run(words: readonly string[]): unknown;
  /** The newest model of each head. */
  newest(): readonly string[];
}

/** Of the rows, those that are there from the beginning. */
const FIRST = 0.7;

/** Copies the plain shop of `bench/serve` into a folder, trains it on its first rows, and lets that serve. */
export async function openGrowingShop(folder: string): Promise<GrowingShop> {
  await makeData(Date.now());
  const file = join(folder, "plain.mts");
  const source = 'csv("offers.csv", { lookIn: ["../../../.cache/bench/serve"] })';
  writeFileSync(file, readFileSync(systemFile("plain"), "utf8").replace(source, 'csv("offers.csv")'));
  const contract = systemFile("plain").replace("plain.mts", "contract.mts");
  writeFileSync(join(folder, "contract.mts"), readFileSync(contract));
  const [head = "", ...rows] = readFileSync(join(kept, "offers.csv"), "utf8").trim().split("\n");
  const write = (share: number): void => {
    const some = rows.slice(0, Math.round(share * rows.length));
    writeFileSync(join(folder, "offers.csv"), `${[head, ...some].join("\n")}\n`);
  };
  const state = join(folder, "state");
  const run = (words: readonly string[]): unknown => {
    const args = [launcher, ...words, "--json", "--dir", state];
    return JSON.parse(runChild(process.execPath, args, { allowed: [0, 1] }).stdout) as unknown;
  };
  const newest = (): readonly string[] => {
    const { models } = run(["models", file]) as { readonly models: readonly { id: string; head: string }[] };
    return [...new Map(models.map(({ id, head }) => [head, id])).values()];
  };
  write(FIRST);
  run(["train", file]);
  run(["release", file, ...newest(), "--unchecked", "--why", "to be measured"]);
  return { file, state, grow: (step, of) => write(FIRST + ((1 - FIRST) * step) / of), run, newest };
}
