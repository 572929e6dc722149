import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { RawTable, Row } from "../../../src/data/index.ts";
import type { Instant } from "../../../src/kernel/index.ts";
import type { SystemDefinition } from "../../../src/system/index.ts";
import { root } from "../../frame/child.ts";

/** A moment of a data set: what was known when it was decided about, and what came of it. */
export interface Moment {
  readonly at: Instant;
  readonly given: Row;
  readonly truth: boolean | number;
}

/** A data set as a business that decides moment by moment. */
export interface DataSet {
  readonly system: SystemDefinition;
  /** Name of the outcome. */
  readonly outcome: string;
  /** Milliseconds from a decision to the report of what came of it. */
  readonly knownAfter: number;
  /** In order of time, from a midnight on. */
  readonly moments: readonly Moment[];
  /** The same as a source gives them. */
  readonly table: RawTable;
  /** What a decision is worth, and why that is plausible. */
  readonly payoff: string;
  /** What is decided, and what is known then. */
  readonly decides: string;
  /** What is done without ML. */
  readonly rule: string;
}

const folder = process.env.ALIDADE_DATA ?? join(root, "../shared/data");

/** Where a data set is looked for: in the folder that `ALIDADE_DATA` names, else beside the clone. */
export function placeOf(name: string): string {
  return join(folder, name);
}

/** Whether it is there. */
export function isThere(name: string): boolean {
  return existsSync(placeOf(name));
}

/** Its lines. */
export function linesOf(name: string): readonly string[] {
  const bytes = readFileSync(placeOf(name));
  const text = (name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  return text.split(/\r?\n/).filter((line) => line !== "");
}
