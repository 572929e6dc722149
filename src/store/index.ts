/** The ports of storage: typed records, blobs, the journal, counters, online values. Implemented in `backends/`. */
export type { Blobs } from "./blobs.ts";
export { storeClosed } from "./closed.ts";
export type { Compute, Help, Kernel } from "./compute.ts";
export {
  type Beside,
  type Counters,
  type CounterWindow,
  type Take,
  type Taken,
  takeFrom,
  takeIn,
  takeRefused,
  type WindowBook,
  windowsInMemory,
} from "./counters.ts";
export {
  type Job,
  type JobDraft,
  type JobStatus,
  type Jobs,
  jobRefused,
  type Lease,
  leaseLost,
  newJob,
} from "./jobs.ts";
export {
  type AppendResult,
  type Cursor,
  cursorRefused,
  type Journal,
  type JournalPage,
  type JournalPromises,
  journalOverloaded,
} from "./journal.ts";
export { keyRefused, keySegments } from "./keys.ts";
export {
  LONGEST_TAIL,
  type OnlineEntry,
  type OnlineKey,
  type OnlineMove,
  type OnlineValues,
  type OnlineWrite,
  onlineRaced,
  type Stand,
} from "./online-values.ts";
export { type Comparator, type Condition, checkedPath, type MemberPath, pathRefused, type Query } from "./query.ts";
export type { Collection, Found, Records, Versioned } from "./records.ts";
export type { Announced, ServingAnswer, ServingBoard, ServingMessage, Told } from "./serving-board.ts";
export type { State } from "./state.ts";
export type { Service, Team } from "./team.ts";
export { transactionNested, transactionOver } from "./transaction.ts";
export { decodeValue, encodeValue, LARGEST_VALUE, valueNotJson, valueTooLarge } from "./values.ts";
