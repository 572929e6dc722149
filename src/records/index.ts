/** What is stored for years: decisions and outcomes in versioned envelopes. */
export type { CandidateRecord, DecisionBody, DecisionRecord, Purpose, RecordedAnswer } from "./decision.ts";
export type { Envelope } from "./envelope.ts";
export type { OutcomeBody, OutcomeRecord } from "./outcome.ts";
