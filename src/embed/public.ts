/** `alidade/decide`: decisions in process, by the code that serves them over HTTP. Loads nothing that trains. */
export type { ClientGiven, Decision, Order, Question, RankQuestion } from "../client/index.ts";
export type { Gathered } from "../decide/index.ts";
export type { EmbeddedDecider, OrderQuestion, Report } from "./embedded-decider.ts";
export { type FindFor, gatherCandidates } from "./gather-for.ts";
export { type OpenDeciderOptions, openDecider } from "./open-decider.ts";
