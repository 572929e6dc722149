/** The typed client, for Node and browsers. Loads the kernel and nothing else. */
export type { AskOptions } from "./ask.ts";
export { type CallOptions, type Client, type ClientOptions, client, type PushOptions } from "./client.ts";
export type { ConnectionOptions } from "./connection.ts";
export { answerUnreadable, givenNotFinite, timedOut, tooLate, unreachable } from "./errors.ts";
export { type OutcomeQueue, type OutcomeQueueOptions, outcomeQueue } from "./outcome-queue.ts";
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
export type { QueueStorage } from "./waiting-reports.ts";
