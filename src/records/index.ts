/** What is stored for years: decisions, outcomes and events in versioned envelopes. */
export type {
  CandidateRecord,
  DecisionBody,
  DecisionRecord,
  OnlineRecord,
  Purpose,
  RecordedAnswer,
} from "./decision.ts";
export type { Envelope } from "./envelope.ts";
export type { EventBody, EventRecord, RefusedEventBody, RefusedEventRecord } from "./event.ts";
export type { OutcomeBody, OutcomeRecord } from "./outcome.ts";
