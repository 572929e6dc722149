import { grown } from "./byte-dictionary.ts";

/** How a delimited text is written; every character as its byte. */
export interface CsvDialect {
  readonly delimiter: number;
  /** -1: nothing is quoted. */
  readonly quote: number;
  /** -1: no line is a comment. */
  readonly comment: number;
  /** Lines to leave out at the beginning. */
  readonly skip: number;
  readonly trim: boolean;
}

/** One record: where its fields lie in the bytes. Reused from record to record. */
export interface CsvRecord {
  readonly bytes: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly fields: number;
  /** The record as it stood, quotes and all, without its line end. */
  readonly raw: Uint8Array;
  /** From 1. */
  readonly line: number;
}

/** Raised for bytes that no reading makes sense of. */
export interface CsvFault {
  readonly line: number;
  readonly problem: string;
}

const LF = 10;
const CR = 13;
const SPACE = 32;
const TAB = 9;
/** 1 MiB. A longer field is nearly always a quote that was never closed. */
const LONGEST_FIELD = 1_048_576;

/**
 * Cuts bytes into records (RFC 4180; line ends CR LF, LF or CR). Takes the bytes in parts of any size and calls `take`
 * for each record; empty lines and comments are passed over. Throws what `fault` makes.
 */
export class CsvRecords {
  private readonly dialect: CsvDialect;
  private readonly take: (record: CsvRecord) => void;
  private readonly fault: (fault: CsvFault) => Error;
  private rest: Uint8Array = new Uint8Array(0);
  private starts: Int32Array = new Int32Array(64);
  private ends: Int32Array = new Int32Array(64);
  private escaped: Uint8Array = new Uint8Array(64);
  /** Whether a field of the record is escaped. */
  private hasEscapes = false;
  private fields = 0;
  private line = 1;
  private linesInRecord = 0;

  constructor(dialect: CsvDialect, take: (record: CsvRecord) => void, fault: (fault: CsvFault) => Error) {
    this.dialect = dialect;
    this.take = take;
    this.fault = fault;
  }

  /** Lines of whole records so far. */
  get lines(): number {
    return this.line - 1;
  }

  /** Goes on after so many lines. */
  set lines(lines: number) {
    this.line = lines + 1;
  }

  /** Bytes of a record that has not ended. */
  get pending(): number {
    return this.rest.length;
  }

  /** Takes the next bytes; they may be changed. `last` says that nothing follows. */
  push(part: Uint8Array, last: boolean): void {
    const bytes = joined(this.rest, part);
    let at = 0;
    while (at < bytes.length) {
      const next = this.record(bytes, at, last);
      if (next < 0) break;
      at = next;
    }
    this.rest = bytes.slice(at);
  }

  /** Reads one record; gives where the next one begins, or -1 when the bytes end before the record does. */
  private record(bytes: Uint8Array, from: number, last: boolean): number {
    this.fields = 0;
    this.hasEscapes = false;
    this.linesInRecord = 1;
    const isPassed = this.line <= this.dialect.skip || bytes[from] === this.dialect.comment;
    if (isPassed) return this.passLine(bytes, from, last);
    const end = this.fieldsFrom(bytes, from, last);
    if (end < 0) return -1;
    const next = lineEnd(bytes, end);
    if (next === bytes.length && !last && bytes[end] === CR) return -1;
    this.give(bytes, from, end);
    this.line += this.linesInRecord;
    return next;
  }

  /** Reads the fields of a record; gives where the last one ends, or -1 when the bytes end before that is certain. */
  private fieldsFrom(bytes: Uint8Array, from: number, last: boolean): number {
    const plainEnd = this.plain(bytes, from);
    if (plainEnd >= 0) return plainEnd;
    this.fields = 0;
    for (let at = from; ; ) {
      const end = this.field(bytes, at, last);
      if (end < 0 || (end >= bytes.length && !last)) return -1;
      if (end >= bytes.length || bytes[end] !== this.dialect.delimiter) return end;
      at = end + 1;
    }
  }

  private passLine(bytes: Uint8Array, from: number, last: boolean): number {
    let end = from;
    while (end < bytes.length && bytes[end] !== LF) end++;
    if (end === bytes.length && !last) return -1;
    this.line++;
    return Math.min(end + 1, bytes.length);
  }

  /**
   * Reads one record in which nothing is quoted, as nearly all are: one look at each byte. Gives where it ends; -1 for a
   * record that is to be read field by field.
   */
  private plain(bytes: Uint8Array, from: number): number {
    const { delimiter, quote, trim } = this.dialect;
    if (trim) return -1;
    const last = Math.min(bytes.length, from + LONGEST_FIELD);
    let start = from;
    for (let at = from; at < last; at++) {
      const byte = bytes[at] as number;
      if (byte === quote && at === start) return -1;
      const isEnd = byte === LF || byte === CR;
      if (byte !== delimiter && !isEnd) continue;
      this.keep(start, at, false);
      if (isEnd) return at;
      start = at + 1;
    }
    return -1;
  }

  /** Reads one field; gives where it ends: at a delimiter, a line end, or the end of the bytes. */
  private field(bytes: Uint8Array, from: number, last: boolean): number {
    let start = from;
    if (this.dialect.trim) while (isBlank(bytes[start])) start++;
    if (bytes[start] === this.dialect.quote) return this.quoted(bytes, start, last);
    const { delimiter } = this.dialect;
    let end = start;
    while (end < bytes.length) {
      const byte = bytes[end] as number;
      if (byte === delimiter || byte === LF || byte === CR) break;
      end++;
    }
    if (end - start > LONGEST_FIELD) throw this.tooLong();
    let kept = end;
    if (this.dialect.trim) while (kept > start && isBlank(bytes[kept - 1])) kept--;
    this.keep(start, kept, false);
    return end;
  }

  private quoted(bytes: Uint8Array, from: number, last: boolean): number {
    const end = this.closingQuote(bytes, from, last);
    if (end < 0) return -1;
    return this.afterQuote(bytes, end + 1);
  }

  /** Where the quoted field that opens at `from` closes; -1 when the bytes end before that is certain. */
  private closingQuote(bytes: Uint8Array, from: number, last: boolean): number {
    const { quote } = this.dialect;
    let escaped = false;
    for (let end = from + 1; end < bytes.length; end++) {
      if (end - from > LONGEST_FIELD) throw this.tooLong();
      if (bytes[end] === LF) this.linesInRecord++;
      if (bytes[end] !== quote) continue;
      if (end + 1 === bytes.length && !last) return -1;
      if (bytes[end + 1] !== quote) {
        this.keep(from + 1, end, escaped);
        return end;
      }
      escaped = true;
      end++;
    }
    if (last) throw this.fault({ line: this.line, problem: "opens a quote that is never closed" });
    return -1;
  }

  private afterQuote(bytes: Uint8Array, from: number): number {
    let at = from;
    if (this.dialect.trim) while (isBlank(bytes[at])) at++;
    const byte = bytes[at];
    const ends = at >= bytes.length || byte === this.dialect.delimiter || byte === LF || byte === CR;
    if (!ends) throw this.fault({ line: this.line, problem: "goes on after a closing quote" });
    return at;
  }

  private tooLong(): Error {
    const problem = `has a field longer than 1 MiB (field ${this.fields + 1}); most often a quote that is never closed`;
    return this.fault({ line: this.line, problem });
  }

  private keep(start: number, end: number, escaped: boolean): void {
    const at = this.fields++;
    if (at === this.starts.length) this.widen();
    this.starts[at] = start;
    this.ends[at] = end;
    this.escaped[at] = escaped ? 1 : 0;
    if (escaped) this.hasEscapes = true;
  }

  private widen(): void {
    const length = this.starts.length * 2;
    this.starts = grown(this.starts, length);
    this.ends = grown(this.ends, length);
    const escaped = new Uint8Array(length);
    escaped.set(this.escaped);
    this.escaped = escaped;
  }

  private give(bytes: Uint8Array, from: number, to: number): void {
    const isEmptyLine = this.fields === 1 && to === from;
    if (isEmptyLine) return;
    const { fields, starts, ends, line, hasEscapes } = this;
    const raw = hasEscapes ? bytes.slice(from, to) : bytes.subarray(from, to);
    for (let i = 0; hasEscapes && i < fields; i++) if (this.escaped[i] === 1) this.unescape(bytes, i);
    this.take({ bytes, starts, ends, fields, raw, line });
  }

  /** Two quotes become one, in place: the record is complete, so its bytes are not read again. */
  private unescape(bytes: Uint8Array, field: number): void {
    const { quote } = this.dialect;
    const end = this.ends[field] as number;
    let to = this.starts[field] as number;
    for (let at = to; at < end; at++, to++) {
      bytes[to] = bytes[at] as number;
      if (bytes[at] === quote) at++;
    }
    this.ends[field] = to;
  }
}

function isBlank(byte: number | undefined): boolean {
  return byte === SPACE || byte === TAB;
}

/** Where the next line begins. */
function lineEnd(bytes: Uint8Array, at: number): number {
  if (bytes[at] === CR && bytes[at + 1] === LF) return at + 2;
  return Math.min(at + 1, bytes.length);
}

function joined(rest: Uint8Array, part: Uint8Array): Uint8Array {
  if (rest.length === 0) return part;
  const bytes = new Uint8Array(rest.length + part.length);
  bytes.set(rest);
  bytes.set(part, rest.length);
  return bytes;
}
