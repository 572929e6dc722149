/** Where rows of a snapshot came from, as it was when they were read. */
export interface Origin {
  /** A file; a part of what was pulled and kept; or anything else that is read whole: a table, an address, a journal. */
  readonly kind: "file" | "part" | "source";
  /** Path of the file; of a part and of the others the source in words: `postgres shop.orders`. Never a secret. */
  readonly place: string;
  readonly rows: number;
  /** Files and parts: how long. */
  readonly bytes?: number;
  /** Files: SHA-256 of what was read. */
  readonly hash?: string;
  /** Parts: the id, and the files or tables that its rows were read from. */
  readonly part?: string;
  readonly from?: readonly string[];
  /** Parts: when it was written, milliseconds since 1970. */
  readonly at?: number;
}
