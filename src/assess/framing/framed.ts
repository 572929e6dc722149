import { groupsOf, numbers, type Table } from "../../data/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { type Dataset, datasetOf } from "../../train/index.ts";
import { takeDataset } from "../sample.ts";
import { framingsUneven } from "./errors.ts";

/** A dataset that knows of each row which decision it belongs to, and where it stood in the table that was read. */
export interface Framed {
  readonly dataset: Dataset;
  /** The rows as they were read. */
  readonly table: Table;
  /** Number of each row's decision: the same decision has the same number in every framing. */
  readonly decision: Int32Array;
  /** Number of each row in the table. */
  readonly row: Int32Array;
}

/** Numbers decisions: by a field that several rows share, or row by row. */
export type Numbering = (table: Table) => Float64Array;

/** A numbering by a field; without one each row is a decision, and every table must have the same rows. Throws `assess.framings-uneven`. */
export function numberingBy(field: string | undefined): Numbering {
  const numbered = new Map<string, number>();
  let rows: number | undefined;
  return (table) => {
    if (field === undefined) {
      rows ??= table.rows;
      if (rows !== table.rows) throw framingsUneven({ rows, got: table.rows });
      return Float64Array.from({ length: table.rows }, (_, row) => row);
    }
    const { ids, keys } = groupsOf(table, field);
    const own = keys.map((key) => {
      const number = numbered.get(key) ?? numbered.size;
      numbered.set(key, number);
      return number;
    });
    return Float64Array.from(ids, (id) => own[id] as number);
  };
}

const [DECISION, ROW] = ["#decision", "#row"];

/** A table seen through a system, by decisions. Throws what `datasetOf` and the numbering throw. */
export function framedBy(system: SystemDefinition, table: Table, numberOf: Numbering): Framed {
  const values = Float64Array.from({ length: table.rows }, (_, row) => row);
  const marked: Table = {
    rows: table.rows,
    columns: [
      ...table.columns,
      { name: DECISION, kind: "number", values: numberOf(table) },
      { name: ROW, kind: "number", values },
    ],
  };
  // What a dataset is looked at by keeps to its rows, whichever of them are left out.
  const dataset = datasetOf({ ...system, slices: [DECISION, ROW] }, marked);
  return framedFrom(dataset, table);
}

/** Some rows of it, in this order. */
export function takeFramed({ dataset, table }: Framed, rows: Int32Array): Framed {
  return framedFrom(takeDataset(dataset, rows), table);
}

/** Reads the marks of a dataset that has them. */
export function framedFrom(dataset: Dataset, table: Table): Framed {
  const marks = (name: string): Int32Array => Int32Array.from(numbers(dataset.slices, name));
  return { dataset, table, decision: marks(DECISION), row: marks(ROW) };
}

/** The rows of each decision, in their order. */
export function rowsByDecision({ decision }: Pick<Framed, "decision">): ReadonlyMap<number, readonly number[]> {
  const rows = new Map<number, number[]>();
  decision.forEach((number, row) => {
    const found = rows.get(number);
    if (found === undefined) rows.set(number, [row]);
    else found.push(row);
  });
  return rows;
}
