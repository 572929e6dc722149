/** Backends: the implementations of the ports, one file each. */
export { type SourceName, sources } from "./_catalogue.ts";
export { channelDown, channelRefused, channelUnfit } from "./alerts/channel-errors.ts";
export { alertChannel, type OpenChannelOptions } from "./alerts/open-channel.ts";
export { type BackupOptions, backupState } from "./backup/backup-state.ts";
export { restoreState } from "./backup/restore-state.ts";
export { commandNotStarted, modelFileNotFound, modelFileTooLarge } from "./command-errors.ts";
export { type OutsideOptions, outsideOf } from "./command-runner.ts";
export { eventFileUnfit } from "./experiment/deal-files.ts";
export type { EventFiles } from "./experiment/event-files.ts";
export { summariseFiles } from "./experiment/summarise-files.ts";
export { summariseTables } from "./experiment/summarise-tables.ts";
export { summariseUnits, type UnitFile, unitFileUnfit } from "./experiment/summarise-units.ts";
export { fileBlobs } from "./file-blobs.ts";
export { inlineCompute } from "./inline-compute.ts";
export { countersOver } from "./journal/counters-over.ts";
export { type JournalOverOptions, journalOver } from "./journal/journal-over.ts";
export { type JournalWriter, journalWriter, type WriterOptions } from "./journal/writer.ts";
export { memoryCounters } from "./memory-counters.ts";
export { memoryOnline } from "./memory-online.ts";
export {
  type OnnxRuntimeOptions,
  onnxRuntime,
  onnxRuntimeFailed,
  onnxRuntimeMissing,
  onnxRuntimeSlow,
} from "./onnx-runtime.ts";
export { writePage } from "./page-file.ts";
export { type ParquetDraft, parquetDraft } from "./parquet-writer.ts";
export { type ProfiledFile, type ProfileFileOptions, profileParquet } from "./profile-parquet.ts";
export { type RecordJobsOptions, recordJobs } from "./record-jobs.ts";
export { checksumMismatch, downloadFailed, type LocateOptions, locate, memberMissing } from "./remote-file.ts";
export { SERVING_FOLDER, servingBoard } from "./serving-board.ts";
export { type SqliteJournal, type SqliteJournalOptions, sqliteJournal } from "./sqlite-journal.ts";
export { sqliteOnline } from "./sqlite-online.ts";
export { sqliteRecords } from "./sqlite-records.ts";
export {
  type LocalState,
  type OpenStateOptions,
  openState,
  STATE_DIRECTORY,
  stateForeign,
  stateMissing,
} from "./state-directory.ts";
export {
  stateBusy,
  stateCorrupt,
  stateDiskFull,
  stateIoFailed,
  stateNotADirectory,
  stateNotWritable,
} from "./state-errors.ts";
export { STATE_FORMAT, stateFormatNewer } from "./state-format.ts";
export { type StateOver, type StatePass, stateOver, statePass, type WriterPorts, writerPorts } from "./state-over.ts";
export { threadCompute, workFailed } from "./thread-compute.ts";
export { threadEnvironment } from "./thread-start.ts";
export { threadTeam } from "./thread-team.ts";
