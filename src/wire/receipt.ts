import { z } from "zod";
import type { WireAnswer } from "./decide.ts";

/** A decision as the journal keeps it. */
export interface Receipt {
  readonly v: 1;
  readonly kind: "decision";
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The entity, as text. */
  readonly subject?: string | undefined;
  readonly body: ReceiptBody;
}

/** One of the candidates of an order, as it was seen. */
export interface ReceiptCandidate {
  readonly id: string;
  readonly given: Readonly<Record<string, unknown>>;
  readonly features: Readonly<Record<string, unknown>>;
  readonly heads: Readonly<Record<string, readonly number[]>>;
  readonly score: number | null;
  readonly position: number | null;
  readonly source?: string | undefined;
  readonly slot?: string | undefined;
  readonly propensity?: number | undefined;
  readonly examined?: number | undefined;
  readonly team?: "control" | "treatment" | undefined;
  readonly reasons: readonly string[];
}

/** What was seen of the streams' events. */
export interface ReceiptOnline {
  /** As of when, milliseconds since 1970. */
  readonly at: number;
  /** How much of the journal had been seen. */
  readonly version: string;
  readonly windows: Readonly<Record<string, unknown>>;
  /** Milliseconds from the newest event of each stream; null while there was none. */
  readonly ages: Readonly<Record<string, number | null>>;
  /** Why the view could not be asked, as a code: every window is missing then. */
  readonly unavailable?: string | undefined;
}

/** Which part of a partitioned model answered: how many features of the key were used, and their values. */
export interface ReceiptPart {
  readonly level: number;
  readonly key: readonly string[];
}

/** What came of a source of candidates. */
export interface ReceiptSource {
  readonly came: number;
  readonly over?: number | undefined;
  readonly unfit?: number | undefined;
  /** Why it gave none. */
  readonly missing?: "off" | "late" | "failed" | undefined;
}

/** What a budget had left; `given` is what the counter said where the decision asked to spend. */
export interface ReceiptLimit {
  readonly most: number;
  readonly used: number;
  readonly elapsed: number;
  readonly given?: boolean | undefined;
  /** Nothing could be counted, and the budget was taken as spent. */
  readonly uncounted?: true | undefined;
}

export interface ReceiptBody {
  readonly system: string;
  readonly plan: string;
  readonly arm: string;
  readonly purpose: string;
  readonly experiment?: string | undefined;
  readonly eligible: boolean;
  readonly delayed?: number | undefined;
  readonly release: string;
  readonly versions: {
    readonly models: Readonly<Record<string, string>>;
    readonly weights: string;
    readonly policy: string;
    readonly contract: string;
  };
  readonly given: Readonly<Record<string, unknown>>;
  readonly features: Readonly<Record<string, unknown>>;
  readonly online?: ReceiptOnline | undefined;
  readonly heads: Readonly<Record<string, readonly number[]>>;
  /** By head, what its outputs are called. */
  readonly classes?: Readonly<Record<string, readonly string[]>> | undefined;
  readonly score: number | null;
  readonly action?: string | undefined;
  readonly answer?: WireAnswer | undefined;
  readonly interval?: readonly [low: number, high: number] | undefined;
  readonly set?: readonly string[] | undefined;
  readonly candidates?: readonly ReceiptCandidate[] | undefined;
  readonly level?: string | undefined;
  readonly instead?: Readonly<Record<string, string>> | undefined;
  readonly parts?: Readonly<Record<string, ReceiptPart>> | undefined;
  readonly skipped?: readonly string[] | undefined;
  /** Model versions that could not be used. */
  readonly unusable?: readonly string[] | undefined;
  readonly sources?: Readonly<Record<string, ReceiptSource>> | undefined;
  readonly limits?: Readonly<Record<string, ReceiptLimit>> | undefined;
  readonly propensity: number;
  readonly acted: boolean;
  readonly reasons: readonly string[];
  readonly took: number;
}

const candidate: z.ZodType<ReceiptCandidate> = z.strictObject({
  id: z.string(),
  given: z.record(z.string(), z.unknown()),
  features: z.record(z.string(), z.unknown()),
  heads: z.record(z.string(), z.array(z.number())),
  score: z.number().nullable(),
  position: z.int().nullable(),
  source: z.string().optional(),
  slot: z.string().optional(),
  propensity: z.number().optional(),
  examined: z.number().optional(),
  team: z.enum(["control", "treatment"]).optional(),
  reasons: z.array(z.string()),
});

const COUNT = "must be a whole number from 0 on.";
const count = z.int(COUNT).min(0, COUNT);
const SOURCES =
  "must say what came of each source, as `gatherCandidates` does: `{ follows: { came: 300, over: 20 } }`.";
const sources = z.record(
  z.string(),
  z.strictObject(
    {
      came: count,
      over: count.optional(),
      unfit: count.optional(),
      missing: z.enum(["off", "late", "failed"], 'must be "off", "late" or "failed".').optional(),
    },
    SOURCES,
  ),
  SOURCES,
);

/** What came of the sources of candidates that were gathered in process, as the receipt will say it. */
export const gatheredFrom: z.ZodType<Pick<ReceiptBody, "sources">> = z.object({ sources: sources.optional() });

const receiptBody: z.ZodType<ReceiptBody> = z.strictObject({
  system: z.string(),
  plan: z.string(),
  arm: z.string(),
  purpose: z.string(),
  experiment: z.string().optional(),
  eligible: z.boolean(),
  delayed: z.number().optional(),
  release: z.string(),
  versions: z.strictObject({
    models: z.record(z.string(), z.string()),
    weights: z.string(),
    policy: z.string(),
    contract: z.string(),
  }),
  given: z.record(z.string(), z.unknown()),
  features: z.record(z.string(), z.unknown()),
  online: z
    .strictObject({
      at: z.number(),
      version: z.string(),
      windows: z.record(z.string(), z.unknown()),
      ages: z.record(z.string(), z.number().nullable()),
      unavailable: z.string().optional(),
    })
    .optional(),
  heads: z.record(z.string(), z.array(z.number())),
  classes: z.record(z.string(), z.array(z.string())).optional(),
  score: z.number().nullable(),
  action: z.string().optional(),
  answer: z.union([z.string(), z.array(z.string()), z.number(), z.null()]).optional(),
  interval: z.tuple([z.number(), z.number()]).optional(),
  set: z.array(z.string()).optional(),
  candidates: z.array(candidate).optional(),
  level: z.string().optional(),
  instead: z.record(z.string(), z.string()).optional(),
  parts: z.record(z.string(), z.strictObject({ level: z.int(), key: z.array(z.string()) })).optional(),
  skipped: z.array(z.string()).optional(),
  unusable: z.array(z.string()).optional(),
  sources: sources.optional(),
  limits: z
    .record(
      z.string(),
      z.strictObject({
        most: z.number(),
        used: z.number(),
        elapsed: z.number(),
        given: z.boolean().optional(),
        uncounted: z.literal(true).optional(),
      }),
    )
    .optional(),
  propensity: z.number(),
  acted: z.boolean(),
  reasons: z.array(z.string()),
  took: z.number(),
});

export const receipt: z.ZodType<Receipt> = z.strictObject({
  v: z.literal(1),
  kind: z.literal("decision"),
  id: z.string(),
  at: z.int(),
  subject: z.string().optional(),
  body: receiptBody,
});
