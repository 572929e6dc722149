import { z } from "zod";
import { body, boundedText } from "./words.ts";

/** A business event that followed a decision. */
export interface OutcomeRequest {
  /** The `id` that the decision came with. */
  readonly decision: string;
  /** The candidate that it is about, when the decision was an order. */
  readonly candidate?: string | undefined;
  /** Name of a declared outcome; or of the head that a system of labels answers by, to report all its labels at once. */
  readonly outcome: string;
  /** Default true, for a yes-or-no outcome. A list of the true labels where `outcome` names a head of labels. */
  readonly value?: boolean | number | string | readonly string[] | undefined;
  /** When it happened: ISO 8601 text or milliseconds since 1970, by a clock that may be a day off. */
  readonly at: string | number;
  /** The caller's own name for this report: the same key again changes nothing. */
  readonly key: string;
}

/** `known`: a report with this key was stored before, and stays. */
export interface OutcomeAnswer {
  readonly status: "accepted" | "known";
}

/** The last instant that JavaScript can name, in milliseconds since 1970. */
const LAST = 8.64e15;

export const outcomeRequest: z.ZodType<OutcomeRequest> = body({
  decision: boundedText(128),
  candidate: boundedText(256).optional(),
  outcome: boundedText(128),
  value: z
    .union(
      [z.boolean(), z.number(), z.string().max(1_024), z.array(z.string().max(1_024)).max(1_000)],
      "must be true, false, a number, a text or a list of texts.",
    )
    .optional(),
  at: z.union(
    [boundedText(64), z.number().min(-LAST).max(LAST)],
    "must be an ISO 8601 time or milliseconds since 1970.",
  ),
  key: boundedText(256),
});

export const outcomeAnswer: z.ZodType<OutcomeAnswer> = z.strictObject({ status: z.enum(["accepted", "known"]) });
