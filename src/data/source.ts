import type { RawTable } from "./raw.ts";
import type { FileOptions } from "./source-ref.ts";

/** What a source is handed beside its options. */
export interface SourceContext {
  /** The file, found: an absolute path. */
  readonly file: string;
}

/**
 * One kind of data. One file in `backends/source-<name>.ts`, one `defineSource` call. Heavy libraries are imported
 * when `read` is called, never before.
 *
 * `read` gives every row in the order of the file, the same on every call. It throws `data.source-not-found` when there
 * is no such file, `data.file-empty`, `data.file-damaged` and `data.not-text` when the file is no good.
 */
export interface Source<O extends FileOptions = FileOptions> {
  readonly name: string;
  readonly doc: string;
  /** How its files end: `.csv`, `.csv.gz`. */
  readonly endings: readonly string[];
  read(options: O, context: SourceContext): Promise<RawTable>;
}

export function defineSource<O extends FileOptions>(source: Source<O>): Source<O> {
  return Object.freeze(source);
}
