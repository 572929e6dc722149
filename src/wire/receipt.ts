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
}

export interface ReceiptBody {
  readonly system: string;
  readonly plan: string;
  readonly arm: string;
  readonly purpose: string;
  readonly experiment?: string | undefined;
  readonly eligible: boolean;
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
  readonly score: number | null;
  readonly action?: string | undefined;
  readonly answer?: WireAnswer | undefined;
  readonly interval?: readonly [low: number, high: number] | undefined;
  readonly set?: readonly string[] | undefined;
  readonly candidates?: readonly ReceiptCandidate[] | undefined;
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
  reasons: z.array(z.string()),
});

const receiptBody: z.ZodType<ReceiptBody> = z.strictObject({
  system: z.string(),
  plan: z.string(),
  arm: z.string(),
  purpose: z.string(),
  experiment: z.string().optional(),
  eligible: z.boolean(),
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
    })
    .optional(),
  heads: z.record(z.string(), z.array(z.number())),
  score: z.number().nullable(),
  action: z.string().optional(),
  answer: z.union([z.string(), z.array(z.string()), z.number(), z.null()]).optional(),
  interval: z.tuple([z.number(), z.number()]).optional(),
  set: z.array(z.string()).optional(),
  candidates: z.array(candidate).optional(),
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
