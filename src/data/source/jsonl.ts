import { type FileOptions, fileRef, refusing, type SourceRef } from "./ref.ts";

export interface JsonlOptions extends FileOptions {
  /** Fields that are columns even where no row has them yet. Default: those that occur. */
  readonly columns?: readonly string[];
}

/**
 * JSON Lines, gzip or plain: one object on each line; a file, a folder or a pattern. A field of an object within becomes
 * a column `outer.inner`; lists are left out, and a note says so. Throws `data.source-invalid`.
 */
export function jsonl(path: string, options: JsonlOptions = {}): SourceRef<"jsonl", JsonlOptions> {
  const ref = fileRef("jsonl", path, { options, allowed: ["columns"] });
  if (options.columns !== undefined && new Set(options.columns).size !== options.columns.length)
    refusing("jsonl")("names a column twice in `columns`.");
  return ref;
}
