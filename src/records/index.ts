/** What is stored for years: decisions, outcomes and events in versioned envelopes. */
export type {
  CandidateRecord,
  DecisionBody,
  DecisionRecord,
  FallbackLevel,
  LimitRecord,
  OnlineRecord,
  PartRecord,
  Purpose,
  RecordedAnswer,
  SourceRecord,
} from "./decision.ts";
export type { Envelope } from "./envelope.ts";
export type { EventBody, EventRecord, RefusedEventBody, RefusedEventRecord, ReplayedEventRecord } from "./event.ts";
export { isFailed } from "./failed.ts";
export type { OutcomeBody, OutcomeRecord } from "./outcome.ts";
