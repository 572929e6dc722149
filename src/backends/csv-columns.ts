import type { RawTable, RejectedRow, TextColumn } from "../data/index.ts";
import { ByteDictionary, grown } from "./byte-dictionary.ts";
import type { CsvRecord } from "./csv-records.ts";

/** Gathers records into dictionary-coded columns, row by row. */
export class CsvColumns {
  private readonly names: readonly string[];
  private readonly dictionaries: readonly ByteDictionary[];
  private readonly codes: Int32Array[];
  private readonly rejected: RejectedRow[] = [];
  private lines: Int32Array = new Int32Array(1024);
  private rows = 0;

  constructor(names: readonly string[]) {
    this.names = names;
    this.dictionaries = names.map(() => new ByteDictionary());
    this.codes = names.map(() => new Int32Array(1024));
  }

  /** Adds a row, or sets it aside when it has too many or too few fields. */
  add(record: CsvRecord): void {
    if (record.fields !== this.names.length) {
      this.reject(record);
      return;
    }
    const row = this.rows++;
    if (row === this.lines.length) this.lengthen(row * 2);
    this.lines[row] = record.line;
    const { bytes, starts, ends, fields } = record;
    const { dictionaries, codes } = this;
    for (let i = 0; i < fields; i++) {
      const start = starts[i] as number;
      const end = ends[i] as number;
      (codes[i] as Int32Array)[row] = start === end ? -1 : (dictionaries[i] as ByteDictionary).code(bytes, start, end);
    }
  }

  /** How many rows there are, those set aside included. */
  get count(): number {
    return this.rows + this.rejected.length;
  }

  /** How many rows were set aside. */
  get refused(): number {
    return this.rejected.length;
  }

  /** The table of all rows. Throws what `notText` makes when a column holds bytes that are not UTF-8. */
  table(notText: (column: string) => Error): RawTable {
    const { rows, rejected } = this;
    const columns = this.names.map((name, i) => this.column(name, i, notText));
    return { rows, columns, lines: this.lines.slice(0, rows), rejected };
  }

  private column(name: string, i: number, notText: (column: string) => Error): TextColumn {
    const codes = (this.codes[i] as Int32Array).slice(0, this.rows);
    try {
      return { name, kind: "text", codes, levels: (this.dictionaries[i] as ByteDictionary).levels() };
    } catch {
      throw notText(name);
    }
  }

  private lengthen(length: number): void {
    this.lines = grown(this.lines, length);
    this.codes.forEach((codes, i) => {
      this.codes[i] = grown(codes, length);
    });
  }

  private reject({ raw, fields, line }: CsvRecord): void {
    const text = new TextDecoder().decode(raw.subarray(0, 1_000));
    const got = `${fields} field${fields === 1 ? "" : "s"} where ${this.names.length} are due`;
    this.rejected.push({ row: line, rule: "fields", got, text });
  }
}
