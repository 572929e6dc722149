/** Simulated businesses whose truth is known. */
export type {
  Business,
  BusinessEstimand,
  BusinessOptions,
  BusinessQuestion,
  BusinessTruth,
  Case,
  CasePolicy,
  Hidden,
  Play,
  Report,
  Span,
} from "./business.ts";
export { businesses } from "./businesses.ts";
export { type AdversaryOptions, adversaryDrift } from "./drifts/adversary-drift.ts";
export { conceptGradual, type GradualOptions } from "./drifts/concept-gradual.ts";
export { conceptRecurring, type RecurringOptions } from "./drifts/concept-recurring.ts";
export { type ConceptOptions, conceptSudden } from "./drifts/concept-sudden.ts";
export { type CovariateOptions, covariateDrift } from "./drifts/covariate-drift.ts";
export { type Dials, type Drift, type DriftOptions, defineDrift, type Moves } from "./drifts/drift.ts";
export { type LabelOptions, labelDrift } from "./drifts/label-drift.ts";
export { type SeasonOptions, seasonDrift } from "./drifts/season-drift.ts";
export { feed } from "./feed/feed.ts";
export type { FeedTruth } from "./feed/visit.ts";
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
export type { PaymentTruth } from "./payments/payment.ts";
export { payments } from "./payments/payments.ts";
export { storefront } from "./storefront/storefront.ts";
export type { VisitTruth } from "./storefront/visit.ts";
export type { DischargeTruth } from "./ward/discharge.ts";
export { ward } from "./ward/ward.ts";
export { actionUnknown } from "./world/check-action.ts";
export { driftNotOffered } from "./world/check-drifts.ts";
