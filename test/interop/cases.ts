import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { type Cell, columnOf, type Kind, rowOf, type Table } from "../../src/data/index.ts";
import { explainRow, type ImportOptions, type Model, scoreModel, type TreesBody } from "../../src/model/index.ts";
import { runPython } from "./python.ts";

/** One model that a framework trained, the rows it was asked about, and what it said. */
export interface Case {
  readonly name: string;
  readonly columns: Readonly<Record<string, { readonly kind: Kind; readonly values: readonly Cell[] }>>;
  /** Rows × outputs, before and after the objective's own transformation. */
  readonly raw: readonly (readonly number[])[];
  readonly out: readonly (readonly number[])[];
  /** Summed over the splits of each feature. */
  readonly gain: Readonly<Record<string, number>>;
  /** Rows × outputs × (features, then the expected score): TreeSHAP of the first rows, where the framework knows it. */
  readonly contributions?: readonly (readonly (readonly number[])[])[];
  readonly options: ImportOptions;
  /** What the dump of the model leaves for the caller to tell; absent where there is no dump. */
  readonly dump?: ImportOptions;
}

export interface Made {
  readonly cases: readonly Case[];
  readonly path: (name: string) => string;
  /** Removes the directory. */
  readonly drop: () => void;
  /** The bytes of a file that the script wrote. */
  readonly file: (name: string) => Uint8Array;
}

/** Trains models with a script, once per seed, into a directory of its own. */
export function trainModels(python: string, script: string, seeds: readonly number[]): Made {
  const directory = mkdtempSync(join(tmpdir(), "alidade-interop-"));
  const path = (name: string): string => join(directory, name);
  runPython(python, script, [directory, ...seeds.map(String)]);
  const cases = JSON.parse(readFileSync(path("cases.json"), "utf8")) as Case[];
  const drop = (): void => rmSync(directory, { recursive: true });
  return { cases, path, drop, file: (name) => new Uint8Array(readFileSync(path(name))) };
}

export function tableOfCase({ columns, out }: Case): Table {
  const list = Object.entries(columns).map(([name, { kind, values }]) => columnOf(name, kind, values));
  return { rows: out.length, columns: list };
}

/** The largest difference, relative where numbers are larger than 1. */
export function difference(ours: ArrayLike<number>, theirs: readonly (readonly number[])[]): number {
  const flat = theirs.flat();
  expect(ours.length).toBe(flat.length);
  const apart = flat.map((b, i) => Math.abs((ours[i] as number) - b) / Math.max(1, Math.abs(b)));
  return apart.every(Number.isFinite) ? apart.reduce((a, b) => Math.max(a, b), 0) : Number.NaN;
}

/** The model without its link: its scores as they are. */
export function asNumbers(model: Model<TreesBody>): Model<TreesBody> {
  return { ...model, body: { ...model.body, link: "identity" } };
}

/** A model's predictions are the framework's. */
export function expectSame(model: Model<TreesBody>, one: Case, tolerance: number): Model<TreesBody> {
  expect(difference(scoreModel(model, tableOfCase(one)), one.out), one.name).toBeLessThan(tolerance);
  return model;
}

/** Importance is each feature's share of the gain, which both state in single precision. */
export function compareGain(ours: Readonly<Record<string, number>>, gain: Readonly<Record<string, number>>): void {
  const total = Object.values(gain).reduce((sum, value) => sum + value, 0);
  for (const [name, share] of Object.entries(ours))
    expect(share).toBeCloseTo(total > 0 ? (gain[name] ?? 0) / total : 0, 4);
}

const PARTS = ["roots", "slot", "right", "missing", "value", "gain", "cover", "vectors"] as const;

/** Two readings of one forest are alike, to `tolerance` in what is stated as a number. */
export function expectAlike(a: TreesBody, b: TreesBody, tolerance = 0): void {
  expect(a.sets).toEqual(b.sets);
  expect(a.levels).toEqual(b.levels);
  for (const part of PARTS) expect(difference(a[part], [Array.from(b[part])]), part).toBeLessThanOrEqual(tolerance);
}

/** TreeSHAP by the covers that came along is the framework's own, to the single precision that it keeps covers in. Divided by `scale` first. */
export function compareContributions(model: Model<TreesBody>, one: Case, scale = 1): void {
  const table = tableOfCase(one);
  const names = model.signature.features.map(({ name }) => name);
  one.contributions?.forEach((outputs, row) => {
    const said = explainRow(model, rowOf(table, row));
    if (said.kind === "unexplained") throw new Error(`${one.name}: ${said.reason}`);
    const of = new Map(said.contributions.map(({ feature, adds }) => [feature, adds]));
    const ours = outputs.map((_, k) => [...names.map((name) => of.get(name)![k]! / scale), said.expected[k]! / scale]);
    expect(difference(ours.flat(), outputs), `${one.name}, contributions`).toBeLessThan(1e-4);
  });
}
