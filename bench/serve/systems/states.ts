import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { hashValue } from "../../../src/kernel/index.ts";
import { launcher, runChild } from "../../frame/child.ts";
import { serve, stop } from "../load/server.ts";
import { kept, makeData } from "./data.ts";

/** The systems that are measured. */
export type SystemName = "plain" | "offers" | "scored";

/** A system's file. */
export function systemFile(name: SystemName): string {
  return fileURLToPath(new URL(`${name}.mts`, import.meta.url));
}

/** Another state belongs to other words of the files that make a system, and to other data. */
function versionOf(name: SystemName, made: string): string {
  const files = ["contract.mts", "plain.mts", `${name}.mts`];
  const models = name === "scored" ? ["opens", "buys", "returns"].map((head) => join(kept, `${head}.txt`)) : [];
  const paths = [...files.map((file) => fileURLToPath(new URL(file, import.meta.url))), ...models];
  return hashValue([made, ...paths.map((path) => readFileSync(path, "utf8"))]).slice(0, 12);
}

/**
 * A copy, in `folder`, of a state in which the system is trained and its newest models serve everybody. It is made once and
 * kept, as long as the data are fresh.
 */
export async function trainedState(name: SystemName, folder: string): Promise<string> {
  const trained = join(kept, "states", name, versionOf(name, await makeData(Date.now())));
  if (!existsSync(trained)) await train(name, trained);
  const copy = join(folder, `${name}-state`);
  rmSync(copy, { recursive: true, force: true });
  cpSync(trained, copy, { recursive: true });
  return copy;
}

interface Listed {
  readonly models: readonly { readonly id: string; readonly head: string }[];
}

async function train(name: SystemName, place: string): Promise<void> {
  process.stderr.write(`training ${name} first\n`);
  const making = `${place}~`;
  rmSync(dirname(place), { recursive: true, force: true });
  mkdirSync(dirname(place), { recursive: true });
  const file = systemFile(name);
  const run = (words: readonly string[], allowed: readonly number[] = [0]): string =>
    runChild(process.execPath, [launcher, ...words, "--json", "--dir", making], { allowed }).stdout;
  // What the gate says is not the question here.
  run(["train", file], [0, 1]);
  const { models } = JSON.parse(run(["models", file])) as Listed;
  const newest = new Map(models.map(({ id, head }) => [head, id]));
  run(["release", file, ...newest.values(), "--unchecked", "--why", "to be measured"]);
  // The first start builds the online view.
  await stop(await serve(file, making));
  renameSync(making, place);
}
