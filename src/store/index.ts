/** The ports of storage: typed records, blobs, the journal. Implemented in `backends/`. */
export type { Blobs } from "./blobs.ts";
export type { AppendResult, Cursor, Journal, JournalPage } from "./journal.ts";
export type { Collection, Records, Versioned } from "./records.ts";
export type { State } from "./state.ts";
