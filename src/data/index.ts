/** Materials of data: tables, contracts, sources, snapshots, splits, the outcome join. */

export {
  type AlphaOptions,
  cohenKappa,
  type Distance,
  fleissKappa,
  krippendorffAlpha,
} from "./annotators/agreement.ts";
export {
  type AnnotatorQuality,
  type Consensus,
  type ConsensusMethod,
  consensusOf,
  consensusTable,
  type ItemConsensus,
  mostContested,
} from "./annotators/consensus.ts";
export { dawidSkene, type Skills } from "./annotators/dawid-skene.ts";
export { type RatingColumns, type Ratings, ratingsInvalid, ratingsOf } from "./annotators/ratings.ts";
export { blankRow } from "./blank-row.ts";
export { type CompareOptions, compareProfiles, drifted } from "./compare/compare.ts";
export type { ColumnChange, Comparison, Measure, Verdict } from "./compare/comparison.ts";
export { BARS, type Bar, MEASURE_WORDS, type MeasureName } from "./compare/measures.ts";
export { countsBetween } from "./compare/number-finding.ts";
export { type Categories, categoriesOf, isIdentifier } from "./compare/value-finding.ts";
export {
  type BatchEnforcer,
  batchEnforcer,
  type EnforcedBatch,
  type EnforcedSoFar,
  type MissingBreach,
} from "./contract/batch-enforcer.ts";
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
export type { Condition, CrossRule, FreshRule, ShareRule } from "./contract/cross-rule.ts";
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
export { type Enforced, enforce, inspect } from "./contract/enforce.ts";
export { boundsBroken, columnsChanged, missingExceeded, quarantineExceeded } from "./contract/enforce-errors.ts";
export { type EnforcedEvent, type EventEnforcer, eventEnforcer } from "./contract/enforce-event.ts";
export { type EnforcedRows, type RowsEnforcer, rowsEnforcer } from "./contract/enforce-many.ts";
export type { EnforceOptions } from "./contract/enforce-options.ts";
export {
  type EnforcedRow,
  enforceRow,
  givenWrongType,
  type RowEnforcer,
  rowEnforcer,
} from "./contract/enforce-row.ts";
export {
  type Effect,
  type Impact,
  type JudgedChange,
  judgeEvolution,
  PARTIES,
  type Party,
  worst,
} from "./contract/evolution.ts";
export type { Excluded } from "./contract/exclude.ts";
export type { Bounds, DataEnvironment, Field, Fields, Known, TimeFormat, ValueOf } from "./contract/field.ts";
export { type InferOptions, inferContract, type Note, type Proposal } from "./contract/infer.ts";
export type { Breach, RowOptions } from "./contract/judge-row.ts";
export { type KeySet, keyOf as cellKey, keySet, keysOf } from "./contract/key-set.ts";
export { parseFlag, parseNumber } from "./contract/parse.ts";
export { PERSONAL_CLASSES, type PersonalClass } from "./contract/personal.ts";
export type { Quarantined, Reason, SetAside } from "./contract/quarantine.ts";
export { correctionUnknown, type Replayed, type ReplayOptions, replay } from "./contract/replay.ts";
export type { Rule } from "./contract/rules.ts";
export type { TableBreach } from "./contract/table-breach.ts";
export { convertUnit, KNOWN_UNITS } from "./contract/units.ts";
export { type WriteOptions, writeContract } from "./contract/write-contract.ts";
export { type Dedupe, judgeDistinct } from "./dedupe.ts";
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
export { findIntake, type Intake, intakeId, intakeRaced, intakesIn, type Part } from "./intake/intake.ts";
export { freshness, type KeptIn, keptReader, readKept } from "./intake/kept.ts";
export { latestByKey } from "./intake/latest.ts";
export { getPart, type PartContent, partDamaged } from "./intake/part-store.ts";
export { pull } from "./intake/pull.ts";
export { type PullDeps, type Pulled, type PullRequest, pullKey } from "./intake/pulling.ts";
export type { Origin } from "./origin.ts";
export {
  type DecisionLabel,
  type JoinedDecision,
  type JoinedOutcomes,
  type JoinOptions,
  joinOutcomes,
  type LabelStatus,
} from "./outcome-join.ts";
export {
  type Attributed,
  type AttributedDecisions,
  type AttributedOutcomes,
  type AttributeOptions,
  attributeOutcomes,
  attributionInvalid,
  type Take,
  type Touch,
} from "./outcomes/attribute.ts";
export { type AgeGroup, type LabelsSoFar, type LabelsSoFarCase, labelsSoFar } from "./outcomes/labels-so-far.ts";
export { type MatchedKeys, matchKeys } from "./outcomes/match-keys.ts";
export { type TimeToReport, timeToReport } from "./outcomes/time-to-report.ts";
export {
  joinColumns,
  type ProfileAccumulator,
  type ProfileOptions,
  profile,
  profileAccumulator,
  settleProfile,
} from "./profile/accumulate.ts";
export type { Association } from "./profile/association.ts";
export { deviationOf, quantileOf } from "./profile/finish.ts";
export type {
  AlikePair,
  ColumnProfile,
  NumberProfile,
  Profile,
  Quantile,
  Summary,
  TextProfile,
  TimeSummary,
} from "./profile/profile.ts";
export type { ProfileState } from "./profile/profile-state.ts";
export { type Soundness, soundness } from "./profile/soundness.ts";
export { SHAPES, type Shape } from "./profile/text-shape.ts";
export { placeOf, type RawTable, type RejectedRow } from "./raw.ts";
export { encodedSnapshotOf, type Snapshot, snapshotId, snapshotOf, underContract } from "./snapshot.ts";
export { getSnapshot, type KeptSnapshot, putSnapshot, snapshotTables } from "./snapshot-store.ts";
export { readAbout, type SnapshotAbout, type SnapshotPart } from "./snapshots/about.ts";
export {
  type Change,
  type ColumnDifference,
  type DiffOptions,
  diffSnapshots,
  type SnapshotDiff,
} from "./snapshots/diff.ts";
export { type Dropped, dropSnapshots } from "./snapshots/drop.ts";
export { snapshotDamaged, wordRange } from "./snapshots/errors.ts";
export { type PlacedPart, placedParts } from "./snapshots/parts.ts";
export { type DamagedRows, damageOf, mendFrom } from "./snapshots/repair.ts";
export { type CsvDialectOptions, type CsvOptions, csv } from "./source/csv.ts";
export { type CursorCodec, cursorsOf, type SourceCursor, sourceCursorRefused } from "./source/cursor.ts";
export { type DecisionsOptions, decisions, type JoinedOutcome, joinedOutcome } from "./source/decisions.ts";
export {
  notIncremental,
  schemaDiffers,
  sourceChanged,
  sourceRefused,
  sourceUnavailable,
} from "./source/errors.ts";
export { gatherBatches } from "./source/gather.ts";
export { type HttpOptions, type HttpPaging, http } from "./source/http.ts";
export { joinTables } from "./source/join-tables.ts";
export { type JsonlOptions, jsonl } from "./source/jsonl.ts";
export { type ParquetOptions, parquet } from "./source/parquet.ts";
export { type PostgresOptions, type PostgresParts, postgres } from "./source/postgres.ts";
export { pushed } from "./source/pushed.ts";
export {
  type Download,
  type FileOptions,
  keyOf,
  namesMany,
  type SourceOptions,
  type SourceRef,
  sourceInvalid,
} from "./source/ref.ts";
export {
  type Environment,
  env,
  isSecretRef,
  type SecretRef,
  type Secrets,
  secretMissing,
  secretNameInvalid,
  secretsIn,
} from "./source/secret.ts";
export {
  BATCH_ROWS,
  type Batch,
  defineSource,
  type Source,
  type SourceContext,
  type SourceReader,
} from "./source/source.ts";
export { formatOf, type TailOptions, tail } from "./source/tail.ts";
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
  setOwn,
  type Table,
  type TextColumn,
  tableOf,
  takeRows,
} from "./table.ts";
export { decodeTable, encodeTable, tableUnreadable } from "./table-codec.ts";
