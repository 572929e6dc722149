import { z } from "zod";

export interface Alive {
  readonly status: "alive";
}

/** Answered only when the journal and the state can be used and every system has something to serve. */
export interface Ready {
  readonly status: "ready";
  readonly systems: readonly string[];
  /** What is not as it should be and keeps no decision from being made: a release that could not be taken up. */
  readonly remarks?: readonly string[] | undefined;
}

export const alive: z.ZodType<Alive> = z.strictObject({ status: z.literal("alive") });

export const ready: z.ZodType<Ready> = z.strictObject({
  status: z.literal("ready"),
  systems: z.array(z.string()),
  remarks: z.array(z.string()).optional(),
});
