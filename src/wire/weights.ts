import { z } from "zod";
import { body, boundedText } from "./words.ts";

/** Which weights are to be served from now on. */
export interface WeightsRequest {
  /** By head; heads that are left out keep theirs. */
  readonly values: Readonly<Record<string, number>>;
  /** Kept in the history. */
  readonly why: string;
  /** Refused with 409 unless this is the current version. Default: whichever is current. */
  readonly expectedVersion?: number | undefined;
}

export interface WeightsUndoRequest {
  /** Kept in the history. */
  readonly why: string;
  readonly expectedVersion?: number | undefined;
}

/** The weights of a system as they are now. */
export interface WeightsAnswer {
  readonly system: string;
  /** 0 while nobody has changed what the system file says. */
  readonly version: number;
  readonly values: Readonly<Record<string, number>>;
  readonly bounds: Readonly<Record<string, { readonly min: number; readonly max: number; readonly start: number }>>;
  /** Who set them, when (milliseconds since 1970) and why; null where the system file did. */
  readonly by: string | null;
  readonly at: number | null;
  readonly why: string | null;
  /** Version of the traffic plan that this server decides by. */
  readonly epoch: number;
  /** Servers of this state that did not take the change up in time, and why; they do as soon as they can. */
  readonly behind: readonly { readonly server: string; readonly why: string }[];
}

/** The most heads that a request may name: no system comes near it. */
const MOST_HEADS = 1_000;

const why = boundedText(500);
const expectedVersion = z.int("must be a whole number.").min(0, "must not be negative.").optional();
const values: z.ZodType<WeightsRequest["values"]> = z
  .record(boundedText(128), z.number("must be a finite number."), "must be an object of numbers by head.")
  .refine((given) => Object.keys(given).length >= 1 && Object.keys(given).length <= MOST_HEADS, {
    error: `must name from 1 to ${MOST_HEADS} heads.`,
  });

export const weightsRequest: z.ZodType<WeightsRequest> = body({ values, why, expectedVersion });

export const weightsUndoRequest: z.ZodType<WeightsUndoRequest> = body({ why, expectedVersion });

export const weightsAnswer: z.ZodType<WeightsAnswer> = z.strictObject({
  system: z.string(),
  version: z.int(),
  values: z.record(z.string(), z.number()),
  bounds: z.record(z.string(), z.strictObject({ min: z.number(), max: z.number(), start: z.number() })),
  by: z.string().nullable(),
  at: z.int().nullable(),
  why: z.string().nullable(),
  epoch: z.int(),
  behind: z.array(z.strictObject({ server: z.string(), why: z.string() })),
});
