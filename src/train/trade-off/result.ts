import type { Estimated } from "../../stats/index.ts";
import type { Lead } from "../search/lead.ts";
import type { GoalWeights } from "./weights.ts";

/** A goal whose share is tried. */
export interface TradedGoal {
  readonly name: string;
  readonly kind: "flag" | "number";
  readonly loss: string;
  /** Over all judged rows, shown or not. */
  readonly everywhere: Estimated;
}

/** What an order comes to: every goal on average over the rows that it shows, and the objective's money for each decision. */
export interface OrderWorth {
  readonly goals: Readonly<Record<string, Estimated>>;
  /** Null where the objective does not price such answers. */
  readonly money: Estimated | null;
}

/** One setting of the weights, learned and combined. */
export interface TradePoint {
  /** The goal that was given its share, and the weights of all, summing to 1. */
  readonly goal: string;
  readonly weights: GoalWeights;
  /** Whether it is what the file says. */
  readonly isFile: boolean;
  /** One score, trained for these weights. */
  readonly blended: OrderWorth & {
    /** Milliseconds on one thread: what it costs to change to these weights. */
    readonly retraining: number;
  };
  /** One head for each goal, trained once, combined when serving by the weights given. */
  readonly decoupled: OrderWorth & { readonly retraining: 0; readonly weights: GoalWeights };
  /** By how much the one score has more of each goal, paired. */
  readonly gain: Readonly<Record<string, Estimated>>;
}

/** What weights of a common score's goals come to. */
export interface TradeOffResult {
  readonly id: string;
  readonly system: string;
  readonly snapshot: string;
  readonly head: string;
  /** Rows that judged: none had a part in the models that it judges. */
  readonly rows: number;
  /** What the goals are averaged over, in words. */
  readonly shown: string;
  readonly currency: string;
  readonly goals: readonly TradedGoal[];
  readonly points: readonly TradePoint[];
  /** Which setting of one score is ahead by money, by its number; null where the objective does not price such answers. */
  readonly lead: Lead | null;
  /** Milliseconds that each goal's own head took, once. */
  readonly heads: Readonly<Record<string, number>>;
  readonly seconds: number;
}
