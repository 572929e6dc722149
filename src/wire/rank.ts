import { z } from "zod";
import { type Given, given } from "./decide.ts";
import { body, boundedText } from "./words.ts";

/** One of the things that compete. */
export interface RankCandidate {
  /** The caller's own name for it, unique within the request. */
  readonly id: string;
  /** Fields of this candidate alone. */
  readonly given: Given;
  /** Where it came from, for a ranking that mixes sources. */
  readonly source?: string | undefined;
}

/** A question: in which order to show these candidates to this entity. */
export interface RankRequest {
  /** May be left out when the server serves one system. */
  readonly system?: string | undefined;
  readonly entity: string | number;
  /** Fields that all candidates share. */
  readonly given: Given;
  readonly candidates: readonly RankCandidate[];
}

/** What became of one candidate. */
export interface RankedCandidate {
  readonly id: string;
  /** Null when it was not scored. */
  readonly score: number | null;
  /** From 1; null when it is not shown. */
  readonly position: number | null;
  /** Why it was not scored, or not shown. */
  readonly reasons: readonly string[];
}

/** An order; its receipt can be had by `id`. */
export interface Ranked {
  readonly id: string;
  /** Ids of the candidates to show, best first. */
  readonly answer: readonly string[];
  /** All candidates, in the order in which they came. */
  readonly candidates: readonly RankedCandidate[];
  readonly release: string;
  /** Codes, most important first. */
  readonly reasons: readonly string[];
  readonly arm: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** The most candidates of one request. */
const MOST = 500;

const candidate = z.strictObject({ id: boundedText(256), given, source: boundedText(128).optional() });

export const rankRequest: z.ZodType<RankRequest> = body({
  system: boundedText(128).optional(),
  entity: z.union([boundedText(256), z.int()], "must be a text of 1 to 256 characters or a whole number."),
  given: given.default({}),
  candidates: z
    .array(candidate, "must be a list of candidates, `{ id, given }`.")
    .min(1, "must hold at least one candidate.")
    .max(MOST, `must hold at most ${MOST} candidates.`),
});

export const ranked: z.ZodType<Ranked> = z.strictObject({
  id: z.string(),
  answer: z.array(z.string()),
  candidates: z.array(
    z.strictObject({
      id: z.string(),
      score: z.number().nullable(),
      position: z.int().nullable(),
      reasons: z.array(z.string()),
    }),
  ),
  release: z.string(),
  reasons: z.array(z.string()),
  arm: z.string(),
  at: z.int(),
});
