import { type FileOptions, fileRef, type SourceRef } from "./ref.ts";

export type ParquetOptions = FileOptions;

/**
 * Parquet: a file, a folder (`events/`) or a pattern (`events/*.parquet`). Several files are read in the order of their
 * names; folders named `year=2026` below it add the column `year`. Throws `data.source-invalid`.
 */
export function parquet(path: string, options: ParquetOptions = {}): SourceRef<"parquet", ParquetOptions> {
  return fileRef("parquet", path, { options, allowed: [] });
}
