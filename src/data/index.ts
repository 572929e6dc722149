/** Materials of data: tables, contracts, sources, snapshots, splits, the outcome join. */

export { contractInvalid } from "./contract/checks.ts";
export {
  type Contract,
  type ContractOptions,
  contract,
  contractId,
  type Exclusion,
  type FieldsOf,
  type GivenOf,
} from "./contract/contract.ts";
export {
  type CommonOptions,
  type FlagOptions,
  flag,
  type NumberOptions,
  number,
  type TextOptions,
  type TimeOptions,
  text,
  time,
} from "./contract/declare.ts";
export { type ContractChange, diffContracts } from "./contract/diff-contracts.ts";
export {
  type Enforced,
  enforce,
  inspect,
  type MissingBreach,
} from "./contract/enforce.ts";
export { missingExceeded, quarantineExceeded } from "./contract/enforce-errors.ts";
export {
  type Breach,
  type EnforcedRow,
  enforceRow,
  givenWrongType,
  type RowEnforcer,
  rowEnforcer,
} from "./contract/enforce-row.ts";
export type { Excluded } from "./contract/exclude.ts";
export type { Field, Fields, Known, TimeFormat, ValueOf } from "./contract/field.ts";
export { type InferOptions, inferContract, type Note, type Proposal } from "./contract/infer.ts";
export type { Quarantined, Reason, SetAside } from "./contract/quarantine.ts";
export type { Rule } from "./contract/rules.ts";
export { type WriteOptions, writeContract } from "./contract/write-contract.ts";
export {
  checkColumnNames,
  columnMissing,
  csvMalformed,
  fileDamaged,
  fileEmpty,
  headerInvalid,
  notText,
  sourceNotFound,
} from "./file-errors.ts";
export { type FoldOptions, folds, foldsImpossible } from "./folds.ts";
export { type Groups, groupsOf } from "./groups.ts";
export {
  type DecisionLabel,
  type JoinedOutcomes,
  type JoinOptions,
  joinOutcomes,
  type LabelStatus,
} from "./outcome-join.ts";
export { placeOf, type RawTable, type RejectedRow } from "./raw.ts";
export { type Snapshot, snapshotId, snapshotOf } from "./snapshot.ts";
export { getSnapshot, putSnapshot, snapshotDamaged } from "./snapshot-store.ts";
export { defineSource, type Source, type SourceContext } from "./source.ts";
export {
  type CsvOptions,
  csv,
  type Download,
  type FileOptions,
  type ParquetOptions,
  parquet,
  type SourceRef,
  sourceInvalid,
} from "./source-ref.ts";
export {
  type EntitySplit,
  type Shares,
  type Split,
  sharesInvalid,
  splitByGroup,
  splitByHash,
  splitByTime,
  type TimeSplit,
} from "./split.ts";
export {
  type Cell,
  type Column,
  cell,
  cellIn,
  column,
  columnOf,
  hasColumn,
  isMissing,
  type Kind,
  type NumericColumn,
  numbers,
  type Row,
  rowOf,
  type Table,
  type TextColumn,
  tableOf,
  takeRows,
} from "./table.ts";
export { decodeTable, encodeTable, tableUnreadable } from "./table-codec.ts";
