import { type Column, checkColumnNames, type Kind, type RawTable, type RejectedRow } from "../data/index.ts";

/** What objects have in common so far: plain data, so that a reading can go on from it. */
export interface JsonShape {
  /** The kind of each column; null while no row had a value. In order of first appearance. */
  readonly kinds: readonly (readonly [name: string, kind: Kind | null])[];
  /** Lists that were left out. */
  readonly lists: readonly string[];
}

/** Where an object stands: its line or its number, from 1, and its text. */
export interface JsonPlace {
  readonly row: number;
  readonly text: string;
}

type Value = number | string | boolean;

const DUE = "an object whose fields have the type that they had before";
const DEEPEST = 8;

/**
 * Gathers objects into columns. A field of an object within becomes `outer.inner`; a list is left out, and a note says
 * so. The first value of a column settles its kind: an object with another is set aside. Whole numbers beyond 2^53 are
 * set aside too, because JSON readers round them.
 */
export class JsonColumns {
  private readonly kinds = new Map<string, Kind | null>();
  private readonly lists: Set<string>;
  private readonly file: string;
  private columns = new Map<string, (Value | null)[]>();
  private rejected: RejectedRow[] = [];
  private places: number[] = [];

  constructor(file: string, shape: JsonShape | undefined, columns: readonly string[] = []) {
    this.file = file;
    this.lists = new Set(shape?.lists);
    for (const name of columns) this.kinds.set(name, null);
    for (const [name, kind] of shape?.kinds ?? []) this.kinds.set(name, kind);
  }

  /** Objects since the last table, those set aside included. */
  get count(): number {
    return this.places.length + this.rejected.length;
  }

  get shape(): JsonShape {
    return { kinds: [...this.kinds], lists: [...this.lists] };
  }

  /** Adds an object, or sets it aside. */
  add(object: unknown, place: JsonPlace): void {
    if (typeof object !== "object" || object === null || Array.isArray(object)) {
      this.reject(
        place,
        `${object === null ? "null" : Array.isArray(object) ? "a list" : `a ${typeof object}`}`,
        "an object",
      );
      return;
    }
    const fields = new Map<string, Value>();
    const problem = this.flatten(object, "", fields) ?? this.conflict(fields);
    if (problem !== undefined) this.reject(place, problem, DUE);
    else this.keep(fields, place.row);
  }

  /** Sets a text aside that is no object. */
  reject({ row, text }: JsonPlace, got: string, due: string): void {
    this.rejected.push({ row, rule: "fields", due, got, text: text.slice(0, 1_000) });
  }

  /** What was gathered since the last table. */
  table(): RawTable {
    const rows = this.places.length;
    const columns = [...this.kinds].map(([name, kind]) =>
      columnFrom({ name, kind }, this.columns.get(name) ?? [], rows),
    );
    const notes = [...this.lists].map((name) => `\`${name}\` is left out: a list is not a single value`);
    const { rejected } = this;
    const lines = Int32Array.from(this.places);
    this.columns = new Map();
    this.rejected = [];
    this.places = [];
    return { rows, columns, lines, rejected, ...(notes.length > 0 ? { notes } : {}) };
  }

  /** Fills `into` with the single values; gives what is wrong with the object, if anything is. */
  private flatten(object: object, prefix: string, into: Map<string, Value>): string | undefined {
    if (prefix.split(".").length > DEEPEST) return `objects more than ${DEEPEST} deep`;
    for (const [key, value] of Object.entries(object) as [string, unknown][]) {
      const problem = this.field(prefix + key, value, into);
      if (problem !== undefined) return problem;
    }
    return undefined;
  }

  private field(name: string, value: unknown, into: Map<string, Value>): string | undefined {
    if (value === undefined) return undefined;
    if (Array.isArray(value)) this.lists.add(name);
    else if (value === null) this.know(name);
    else if (typeof value === "object") return this.flatten(value, `${name}.`, into);
    else if (into.has(name)) return `\`${name}\` twice`;
    else into.set(name, value as Value);
    return undefined;
  }

  private know(name: string): void {
    if (!this.kinds.has(name)) this.learn(name, null);
  }

  private learn(name: string, kind: Kind | null): void {
    checkColumnNames([name], this.file);
    this.kinds.set(name, kind);
  }

  private conflict(fields: ReadonlyMap<string, Value>): string | undefined {
    for (const [name, value] of fields) {
      const kind = this.kinds.get(name);
      const now = kindOf(value);
      if (kind !== undefined && kind !== null && kind !== now)
        return `${now} in \`${name}\`, which held ${kind} before`;
      if (
        typeof value === "number" &&
        Number.isInteger(value) &&
        !Number.isSafeInteger(value) &&
        Math.abs(value) < 2 ** 64
      )
        return `a whole number beyond 2^53 in \`${name}\`, which must be written as a text`;
      if (value === Infinity || value === -Infinity) return `a number in \`${name}\` that is too large for any double`;
    }
    return undefined;
  }

  private keep(fields: ReadonlyMap<string, Value>, row: number): void {
    const index = this.places.length;
    this.places.push(row);
    for (const [name, value] of fields) {
      if (!this.kinds.get(name)) this.learn(name, kindOf(value));
      const cells = this.columns.get(name) ?? [];
      if (cells.length === 0) this.columns.set(name, cells);
      while (cells.length < index) cells.push(null);
      cells.push(value);
    }
  }
}

function kindOf(value: Value): Kind {
  if (typeof value === "string") return "text";
  return typeof value === "number" ? "number" : "flag";
}

function columnFrom(
  { name, kind }: { readonly name: string; readonly kind: Kind | null },
  cells: readonly (Value | null)[],
  rows: number,
): Column {
  if (kind === "text" || kind === null) return textColumn(name, cells, rows);
  const values = new Float64Array(rows).fill(Number.NaN);
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i];
    if (cell !== null && cell !== undefined) values[i] = Number(cell);
  }
  return { name, kind, values };
}

function textColumn(name: string, cells: readonly (Value | null)[], rows: number): Column {
  const codeOf = new Map<string, number>();
  const codes = new Int32Array(rows).fill(-1);
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i];
    if (typeof cell !== "string") continue;
    const code = codeOf.get(cell) ?? codeOf.size;
    codeOf.set(cell, code);
    codes[i] = code;
  }
  return { name, kind: "text", codes, levels: [...codeOf.keys()] };
}
