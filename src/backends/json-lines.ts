import { fileDamaged, notText } from "../data/index.ts";
import type { JsonColumns } from "./json-columns.ts";

const LF = 10;
/** 16 MiB. A longer line is nearly always something else than JSON Lines. */
const LONGEST_LINE = 16 * 1_048_576;

/** Cuts bytes that come in parts of any size into lines, and gathers their objects. */
export class JsonLines {
  private readonly file: string;
  private readonly columns: JsonColumns;
  private readonly skip: number;
  private rest: Uint8Array = new Uint8Array(0);
  private lines: number;

  /** `line` is the number of lines before the first byte; those up to `skip` are passed over. */
  constructor(file: string, columns: JsonColumns, { line = 0, skip = 0 }: { line?: number; skip?: number } = {}) {
    this.file = file;
    this.columns = columns;
    this.lines = line;
    this.skip = skip;
  }

  /** Lines so far, counted from the beginning of the file. */
  get line(): number {
    return this.lines;
  }

  /** Bytes of a line that has not ended. */
  get pending(): number {
    return this.rest.length;
  }

  /** Takes the next bytes. */
  push(part: Uint8Array): void {
    const bytes = joined(this.rest, part);
    const end = bytes.lastIndexOf(LF) + 1;
    if (end > 0) this.take(bytes.subarray(0, end));
    this.rest = bytes.slice(end);
    if (this.rest.length > LONGEST_LINE)
      throw fileDamaged({ file: this.file, problem: `has a line longer than 16 MiB (line ${this.lines + 1})` });
  }

  /** Takes what is left as the last line. */
  end(): void {
    if (this.rest.length > 0) this.take(this.rest);
    this.rest = new Uint8Array(0);
  }

  private take(bytes: Uint8Array): void {
    const lines = this.decode(bytes).split("\n");
    if (lines.at(-1) === "") lines.pop();
    for (const line of lines) {
      this.lines++;
      if (this.lines > this.skip) this.object(line);
    }
  }

  private object(line: string): void {
    if (line.trim() === "") return;
    const place = { row: this.lines, text: line };
    let object: unknown;
    try {
      object = JSON.parse(line);
    } catch {
      this.columns.reject(place, "no JSON", "an object of JSON on one line");
      return;
    }
    this.columns.add(object, place);
  }

  private decode(bytes: Uint8Array): string {
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch (error) {
      throw notText({ file: this.file, problem: `is not UTF-8 after line ${this.lines}` }, error);
    }
  }
}

function joined(rest: Uint8Array, part: Uint8Array): Uint8Array {
  if (rest.length === 0) return part;
  const bytes = new Uint8Array(rest.length + part.length);
  bytes.set(rest);
  bytes.set(part, rest.length);
  return bytes;
}
