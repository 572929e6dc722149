import { z } from "zod";
import { body, boundedText } from "./words.ts";

/** Events that are pushed into a stream: one as `event`, or several as `events`. */
export interface EventsRequest {
  /** Name of the system; may be left out where one is served. */
  readonly system?: string | undefined;
  /** Name of the stream. */
  readonly stream: string;
  /** The fields of the stream's contract, by name. */
  readonly event?: unknown;
  readonly events?: readonly unknown[] | undefined;
  /** The caller's own name for this push: the same key again changes nothing. Events with ids need none. */
  readonly key?: string | undefined;
}

/** What became of the events. What is not refused is on disk. */
export interface EventsAnswer {
  readonly accepted: number;
  /** Events that were there already, just as they are. */
  readonly known: number;
  /** Events that the contract does not let through, by their place among those that came; they are kept. */
  readonly refused: readonly { readonly index: number; readonly reasons: readonly string[] }[];
}

export const eventsRequest: z.ZodType<EventsRequest> = body({
  system: boundedText(128).optional(),
  stream: boundedText(128),
  event: z.unknown().optional(),
  events: z.array(z.unknown(), "must be a list of events.").optional(),
  key: boundedText(256).optional(),
}).refine(({ event, events }) => (event === undefined) !== (events === undefined), {
  path: ["events"],
  error: "must be a list of events, or `event` one of them; not both.",
});

export const eventsAnswer: z.ZodType<EventsAnswer> = z.strictObject({
  accepted: z.int(),
  known: z.int(),
  refused: z.array(z.strictObject({ index: z.int(), reasons: z.array(z.string()) })),
});
