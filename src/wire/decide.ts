import { z } from "zod";
import { body, boundedText } from "./words.ts";

/** Values of the contract's fields that are known before the decision, by name. */
export type Given = Readonly<Record<string, unknown>>;

/** A question: what to do about this entity, with what is known now. */
export interface DecideRequest {
  /** May be left out when the server serves one system. */
  readonly system?: string | undefined;
  readonly entity: string | number;
  readonly given: Given;
}

/** One number (a probability or a value), or one probability per class. */
export type HeadAnswer = number | Readonly<Record<string, number>>;

/** What a system answers that is no action: a label, a set of labels, or a value; null when nobody could. */
export type WireAnswer = string | readonly string[] | number | null;

/** The answer to a question; its receipt can be had by `id`. */
export interface Decided {
  readonly id: string;
  /** Of a system that acts or not. */
  readonly action?: string | undefined;
  /** Of a system that answers with a label, labels or a value. */
  readonly answer?: WireAnswer | undefined;
  /** Where the true value most likely lies, beside an answer that is a value. */
  readonly interval?: readonly [low: number, high: number] | undefined;
  /** The labels of which one is true as often as the policy's coverage says, likeliest first, beside an answer that is a label. */
  readonly set?: readonly string[] | undefined;
  /** The combined score, the expected money of a label, or the predicted value; null when there was nothing to score. */
  readonly score: number | null;
  /** What each head said; empty when the rule decided. */
  readonly heads: Readonly<Record<string, HeadAnswer>>;
  readonly release: string;
  /** Codes, most important first. */
  readonly reasons: readonly string[];
  readonly arm: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** The most fields that one question may give, and the longest name of one: no contract comes near it. */
const MOST_FIELDS = 1_000;
const LONGEST_NAME = 128;

function isGiven(value: unknown): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const names = Object.keys(value);
  return names.length <= MOST_FIELDS && names.every((name) => name.length <= LONGEST_NAME);
}

export const given: z.ZodType<Given> = z
  .custom<Given>(isGiven, {
    error: `must be an object of at most ${MOST_FIELDS} fields, with names of at most ${LONGEST_NAME} characters.`,
  })
  .meta({ type: "object", maxProperties: MOST_FIELDS });

export const decideRequest: z.ZodType<DecideRequest> = body({
  system: boundedText(128).optional(),
  entity: z.union([boundedText(256), z.int()], "must be a text of 1 to 256 characters or a whole number."),
  given,
});

export const decided: z.ZodType<Decided> = z.strictObject({
  id: z.string(),
  action: z.string().optional(),
  answer: z.union([z.string(), z.array(z.string()), z.number(), z.null()]).optional(),
  interval: z.tuple([z.number(), z.number()]).optional(),
  set: z.array(z.string()).optional(),
  score: z.number().nullable(),
  heads: z.record(z.string(), z.union([z.number(), z.record(z.string(), z.number())])),
  release: z.string(),
  reasons: z.array(z.string()),
  arm: z.string(),
  at: z.int(),
});
