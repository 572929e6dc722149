import type { Clock, Rng } from "../../kernel/index.ts";
import type { Journal } from "../../store/index.ts";
import type { RawTable } from "../raw.ts";
import type { SourceCursor } from "./cursor.ts";
import type { SourceOptions, SourceRef } from "./ref.ts";
import type { Environment } from "./secret.ts";

/** What a source is handed beside its options. What it does not need may be absent. */
export interface SourceContext {
  /** What the path names, found: the absolute path of a file, a folder or a pattern. Elsewhere the path as it was written. */
  readonly file: string;
  /** Where `env("NAME")` is looked up. Default: empty. */
  readonly env?: Environment;
  /** Default: the wall clock. */
  readonly clock?: Clock;
  /** What waits between two tries are jittered by. Default: no jitter. */
  readonly rng?: Rng;
  /** Waits so many milliseconds. Default: a timer. */
  readonly sleep?: (ms: number) => Promise<void>;
  /** What has been decided, for the sources that read it. */
  readonly journal?: () => Promise<Journal>;
  /** Rows after which a batch ends, about. Default 20,000. */
  readonly batchRows?: number;
  /** Stops between two batches. */
  readonly signal?: { throwIfAborted(): void };
}

/** Some rows, and where to go on after them. */
export interface Batch {
  readonly table: RawTable;
  readonly cursor: SourceCursor;
  /** Where the rows come from, for lineage: a file's name, a table, an address without its secrets. */
  readonly origin: string;
  /** How much of what is there has been read, 0 to 1, when that is known. */
  readonly share?: number;
}

/**
 * One kind of data. One file in `backends/source-<name>.ts`, one `defineSource` call. Heavy libraries are imported
 * when a reading begins, never before.
 *
 * `read` gives every row, in an order that is the same on every call. It throws `data.source-not-found` when there is
 * nothing of that name, `data.file-empty`, `data.file-damaged` and `data.not-text` when a file is no good.
 *
 * `batches` gives the same rows in parts, one at a time and in bounded memory: the next part is read when it is asked
 * for. From a cursor on it gives exactly the rows that came after it, and those that are there since.
 */
export interface Source<O extends SourceOptions = SourceOptions> {
  readonly name: string;
  readonly doc: string;
  /** How its files end: `.csv`, `.csv.gz`. Empty where the path names no file. */
  readonly endings: readonly string[];
  /** Whether rows are added to it over time, so that what was read is kept and only what is new is read. */
  incremental(ref: Pick<SourceRef<string, O>, "path" | "options">): boolean;
  read(options: O, context: SourceContext): Promise<RawTable>;
  batches(options: O, context: SourceContext, from?: SourceCursor): AsyncIterable<Batch>;
}

/** Rows after which a batch ends, about. */
export const BATCH_ROWS = 20_000;

export function defineSource<O extends SourceOptions>(source: Source<O>): Source<O> {
  return Object.freeze(source);
}

/** Reads whatever a reference names. Composition decides how. */
export interface SourceReader {
  incremental(ref: SourceRef): Promise<boolean>;
  read(ref: SourceRef): Promise<RawTable>;
  batches(ref: SourceRef, from?: SourceCursor): AsyncIterable<Batch>;
}
