import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { rng } from "../../src/kernel/index.ts";
import { type Problem, type Rows, UNSEEN } from "./problem.ts";

/** What a child reads first. */
export interface Meta {
  readonly task: Problem["task"];
  readonly rows: number;
  readonly outputs: number;
  readonly rounds: number;
  readonly features: readonly { readonly name: string; readonly levels: number }[];
  readonly grouped: boolean;
}

/**
 * Writes a problem for every competitor to read: `meta.json`; `x.f32`, column by column; `y.f64`; `groups.i32`; and per seed
 * `unseen-<seed>.u8`, 1 where a row is kept for judging.
 */
export function pack(problem: Problem, rows: Rows, folder: string): void {
  mkdirSync(folder, { recursive: true });
  const count = rows.features[0]?.values.length ?? 0;
  const meta: Meta = {
    task: problem.task,
    rows: count,
    outputs: rows.outputs,
    rounds: problem.rounds,
    features: rows.features.map(({ name, levels }) => ({ name, levels })),
    grouped: rows.groups !== undefined,
  };
  writeFileSync(join(folder, "meta.json"), JSON.stringify(meta));
  const file = openSync(join(folder, "x.f32"), "w");
  for (const { values } of rows.features)
    writeAll(file, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  closeSync(file);
  writeFileSync(join(folder, "y.f64"), rows.label);
  if (rows.groups !== undefined) writeFileSync(join(folder, "groups.i32"), rows.groups);
  for (let seed = 1; seed <= problem.seeds; seed++)
    writeFileSync(join(folder, `unseen-${seed}.u8`), unseenRows(count, rows.groups, seed));
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}

/** Chosen by row, or by group: all rows of a group are on one side. */
function unseenRows(rows: number, groups: Int32Array | undefined, seed: number): Uint8Array {
  const random = rng({ seed, purpose: "bench.unseen" });
  const units = groups === undefined ? rows : groups.reduce((most, group) => Math.max(most, group), 0) + 1;
  const chosen = Uint8Array.from({ length: units }, () => (random.uniform() < UNSEEN ? 1 : 0));
  return Uint8Array.from({ length: rows }, (_, row) => chosen[groups?.[row] ?? row] ?? 0);
}
