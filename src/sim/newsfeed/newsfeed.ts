import type { Row } from "../../data/index.ts";
import { type Insufficient, rng } from "../../kernel/index.ts";
import { type Opportunity, opportunityOf, outcomeDelayOf } from "./opportunity.ts";
import { placesIn, type Window } from "./traffic.ts";
import {
  type Estimand,
  expectedSum,
  newsfeedPayoff,
  type Payoff,
  type ShowPolicy,
  type Truth,
  truthOf,
} from "./truth.ts";
import { type Visitor, visitorOf } from "./visitor.ts";

/** Which visitors, and when. */
export interface Crowd extends Window {
  /** How many. */
  readonly visitors: number;
  /** Number of the first one. Default 0. */
  readonly firstVisitor?: number;
}

/** A question about the whole population. */
export interface TruthQuestion {
  readonly policy: ShowPolicy;
  /** When given, the answer is the difference, policy less `against`, on the same opportunities. */
  readonly against?: ShowPolicy;
  readonly visitors: number;
  /** Default 0. */
  readonly firstVisitor?: number;
  readonly horizonDays: number;
  readonly estimand: Estimand;
  /** Default {@link newsfeedStart}. */
  readonly start?: number;
  /** Default {@link newsfeedPayoff}. */
  readonly payoff?: Payoff;
}

/**
 * A social network that may show one suggested post in a visitor's feed, or leave the feed alone. Everything in it is a
 * pure function of the seed. Showing does not change later opportunities, so a policy's worth is exactly computable.
 */
export interface Newsfeed {
  visitor(no: number): Visitor;
  opportunity(visitorNo: number, sequenceNo: number, at: number): Opportunity;
  /** One visitor's opportunities, in order of time. */
  opportunities(visitorNo: number, window: Window): readonly Opportunity[];
  /** Everybody's opportunities, in order of time. */
  traffic(crowd: Crowd): readonly Opportunity[];
  /**
   * What was shown before any model, in order of time: each opportunity with probability 1/2, whatever it was, so
   * that the labels are those of a randomised past. Rows have the fields of `newsfeedKinds`.
   */
  history(crowd: Crowd): readonly Row[];
  /** Milliseconds from showing until the engagement is reported: a minute to 7 days, median 25 minutes. */
  outcomeDelay(opportunity: Opportunity): number;
  /** What a policy is worth, from the true probabilities. */
  truth(question: TruthQuestion): Truth | Insufficient;
}

/** Monday 5 January 2026, 00:00 UTC. */
export const newsfeedStart: number = Date.UTC(2026, 0, 5);

function numbersOf({ visitors, firstVisitor = 0 }: Pick<Crowd, "visitors" | "firstVisitor">): readonly number[] {
  return Array.from({ length: visitors }, (_, i) => firstVisitor + i);
}

function wasShown(seed: number, { visitorNo, sequenceNo, at }: Opportunity): boolean {
  return rng({ seed, unit: `${visitorNo}/${sequenceNo}`, time: at, purpose: "newsfeed.past" }).uniform() < 0.5;
}

/** Opens the business of that seed. Same seed, same bytes. */
export function newsfeed({ seed }: { readonly seed: number }): Newsfeed {
  const visitor = (no: number): Visitor => visitorOf(seed, no);
  const opportunities = (no: number, window: Window): readonly Opportunity[] => {
    const who = visitor(no);
    return placesIn(seed, who, window).map((place) => opportunityOf(seed, who, place));
  };
  const traffic = (crowd: Crowd): readonly Opportunity[] =>
    numbersOf(crowd)
      .flatMap((no) => opportunities(no, crowd))
      .sort((a, b) => a.at - b.at || a.visitorNo - b.visitorNo);
  return {
    visitor,
    opportunities,
    traffic,
    opportunity: (no, sequenceNo, at) => opportunityOf(seed, visitor(no), { sequenceNo, at }),
    history: (crowd) =>
      traffic(crowd)
        .filter((chance) => wasShown(seed, chance))
        .map(({ given, at, truth }) => ({ ...given, shown_at: at, engaged: truth.engagedIfShown })),
    outcomeDelay: (chance) => outcomeDelayOf(seed, chance),
    truth({ start = newsfeedStart, horizonDays, payoff = newsfeedPayoff, estimand, ...question }) {
      const { policy, against } = question;
      const window = { start, days: horizonDays };
      const sums = numbersOf(question).map((no) => expectedSum(opportunities(no, window), { policy, against, payoff }));
      return truthOf(sums, estimand);
    },
  };
}
