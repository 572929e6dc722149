/** The typed client, for Node and browsers. Loads the kernel and nothing else. */
export { type CallOptions, type Client, type ClientOptions, client, type PushOptions } from "./client.ts";
export { answerUnreadable, givenNotFinite, timedOut, unreachable } from "./errors.ts";
export type { Retries } from "./retry.ts";
export type {
  ClientEvent,
  ClientGiven,
  ClientStreams,
  Decision,
  Order,
  OutcomeReport,
  Question,
  RankQuestion,
} from "./types.ts";
