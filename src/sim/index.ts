/** Simulated businesses whose truth is known. */
export {
  type Crowd,
  type Newsfeed,
  newsfeed,
  newsfeedStart,
  type TruthQuestion,
} from "./newsfeed/newsfeed.ts";
export type { Opportunity } from "./newsfeed/opportunity.ts";
export type { Window } from "./newsfeed/traffic.ts";
export {
  type Estimand,
  newsfeedPayoff,
  type Payoff,
  type ShowPolicy,
  type Truth,
} from "./newsfeed/truth.ts";
export type { Visitor } from "./newsfeed/visitor.ts";
export { newsfeedKinds } from "./newsfeed/world.ts";
