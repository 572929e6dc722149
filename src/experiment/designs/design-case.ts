import type { PricedDecision } from "./priced-decisions.ts";

/** An arm of the traffic plan, as far as its design's reading needs it. */
export interface ReadArm {
  readonly arm: string;
  readonly delayMs?: number;
}

/** What there is to read: the experiment's terms and arms as the traffic plan has them, and its decisions. */
export interface DesignCase {
  readonly terms: {
    readonly name: string;
    readonly design: string;
    readonly control: string;
    readonly salt: string;
    readonly switchback?: { readonly from: number; readonly blockMs: number; readonly burnInMs: number };
    readonly stepped?: { readonly from: number; readonly everyMs: number; readonly steps: readonly number[] };
    readonly stretchMs?: number;
  };
  readonly arms: readonly ReadArm[];
  /** The experiment's decisions with their money, eligible or not, in the order of time. */
  readonly priced: readonly PricedDecision[];
  readonly currency: string;
  /** As of when, milliseconds since 1970: until then every decision in `priced` has been followed. */
  readonly until: number;
  readonly level?: number | undefined;
}
