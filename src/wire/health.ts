import { z } from "zod";

export interface Alive {
  readonly status: "alive";
}

/** Answered only when every system has something to serve, and the journal takes decisions or need not take them. */
export interface Ready {
  readonly status: "ready";
  readonly systems: readonly string[];
  /**
   * What is not as it should be and keeps no decision from being made: a release that could not be taken up, a full disk where
   * decisions are to be answered all the same.
   */
  readonly remarks?: readonly string[] | undefined;
}

export const alive: z.ZodType<Alive> = z.strictObject({ status: z.literal("alive") });

export const ready: z.ZodType<Ready> = z.strictObject({
  status: z.literal("ready"),
  systems: z.array(z.string()),
  remarks: z.array(z.string()).optional(),
});
