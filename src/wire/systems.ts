import { z } from "zod";

/** A field that a question may give. */
export interface FieldDescription {
  readonly name: string;
  readonly kind: "number" | "text" | "flag" | "time";
  /** Share of rows in which it may be missing; 0 says that it should always be given. */
  readonly missing: number;
  readonly values?: readonly string[] | undefined;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly integer?: boolean | undefined;
  readonly unit?: string | undefined;
  readonly doc?: string | undefined;
}

/** A part of the traffic, and what it gets. */
export interface ServedAllocation {
  readonly arm: string;
  readonly release: string;
  readonly share: number;
  readonly purpose: string;
  readonly experiment?: string | undefined;
  /** Milliseconds that every answer is kept back. */
  readonly delayMs?: number | undefined;
  /** Another release that is asked in the same decision. */
  readonly beside?: string | undefined;
}

/** What a system is for, what it takes, what it answers, and what it serves at the moment. */
export interface SystemDescription {
  readonly name: string;
  readonly objective: { readonly stated: boolean; readonly words: string; readonly currency: string };
  /** The contract's fields that are known before a decision. */
  readonly fields: readonly FieldDescription[];
  /** `act-if`, `pick-label`, `pick-labels`, `pick-value`, `rank-by`. */
  readonly policy: string;
  /** How often the interval of a value, or the set beside a label, is to hold the truth; absent where answers come alone. */
  readonly coverage?: number | undefined;
  /** Of a system that acts or not; empty otherwise. */
  readonly actions: readonly string[];
  /** The labels that an answer can hold, as far as they are declared; empty where an answer is no label. */
  readonly labels: readonly string[];
  readonly heads: readonly { readonly name: string; readonly task: string; readonly labels: readonly string[] }[];
  readonly outcomes: readonly { readonly name: string; readonly kind: string; readonly within: string }[];
  /** The features that somebody can change. */
  readonly actionable: readonly string[];
  readonly serving: {
    readonly plan: string;
    readonly version: number;
    readonly allocations: readonly ServedAllocation[];
  };
}

export interface SystemsAnswer {
  readonly systems: readonly SystemDescription[];
}

const field: z.ZodType<FieldDescription> = z.strictObject({
  name: z.string(),
  kind: z.enum(["number", "text", "flag", "time"]),
  missing: z.number(),
  values: z.array(z.string()).optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  integer: z.boolean().optional(),
  unit: z.string().optional(),
  doc: z.string().optional(),
});

const serving: z.ZodType<SystemDescription["serving"]> = z.strictObject({
  plan: z.string(),
  version: z.int(),
  allocations: z.array(
    z.strictObject({
      arm: z.string(),
      release: z.string(),
      share: z.number(),
      purpose: z.string(),
      experiment: z.string().optional(),
      delayMs: z.number().optional(),
      beside: z.string().optional(),
    }),
  ),
});

export const systemsAnswer: z.ZodType<SystemsAnswer> = z.strictObject({
  systems: z.array(
    z.strictObject({
      name: z.string(),
      objective: z.strictObject({ stated: z.boolean(), words: z.string(), currency: z.string() }),
      fields: z.array(field),
      policy: z.string(),
      coverage: z.number().optional(),
      actions: z.array(z.string()),
      labels: z.array(z.string()),
      heads: z.array(z.strictObject({ name: z.string(), task: z.string(), labels: z.array(z.string()) })),
      outcomes: z.array(z.strictObject({ name: z.string(), kind: z.string(), within: z.string() })),
      actionable: z.array(z.string()),
      serving,
    }),
  ),
});
