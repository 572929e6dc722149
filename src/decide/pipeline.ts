import type { Breach, Cell, Row } from "../data/index.ts";
import { assign } from "../experiment/index.ts";
import { evaluateRow } from "../features/index.ts";
import { known, rng } from "../kernel/index.ts";
import { type Stakes, stakesOf } from "../objective/index.ts";
import { choose } from "../policy/index.ts";
import type { DecisionBody } from "../records/index.ts";
import { type Scored, scoreHeads, scoreRule } from "./score.ts";
import type { LoadedRelease, ServingState } from "./serving-state.ts";

/** What is asked: about whom, and what is known now. */
export interface Question {
  /** Unique; also the source of what is left to chance, so that a replay draws the same. */
  readonly id: string;
  readonly entity: string;
  /** Values of the contract's fields that are known before, by name. */
  readonly given: unknown;
}

/**
 * One decision, from the question to its receipt (without the time that it took). Pure: the same state and question give
 * the same receipt, which is what replay checks. Throws `data.given-wrong-type` when the given is not what the contract
 * names; everything else has an answer.
 */
export function decideOne(state: ServingState, question: Question): Omit<DecisionBody, "took"> {
  const { system } = state;
  const { row, breaches } = state.enforce(question.given);
  const allocation = allocationOf(state, question.entity);
  const release = known(state.releases.get(allocation.release), `release ${allocation.release} is loaded`);
  const features = evaluateRow(system.features, row);
  const flags = breaches.filter(({ field }) => state.read.has(field));
  const scored = answer(state, { release, row, features, flags });
  const blocked = blockedBy(state, { row, holdback: allocation.purpose === "holdback" });
  const stakes = stakesOf(system.objective);
  const { act, propensity, reason } = settle(scored, blocked, question.id);
  return {
    system: system.name,
    plan: state.plan.id,
    arm: allocation.arm,
    purpose: allocation.purpose,
    ...(allocation.experiment === undefined ? {} : { experiment: allocation.experiment }),
    eligible: allocation.experiment !== undefined,
    release: release.id,
    versions: {
      models: release.versions,
      weights: release.weightsVersion,
      policy: release.policyVersion,
      contract: state.contractVersion,
    },
    given: givenUnder(row, question.given),
    features,
    heads: scored.heads,
    score: Number.isNaN(scored.score) ? null : scored.score,
    action: actionOf(stakes, act),
    propensity,
    acted: act,
    reasons: [...reason, ...scored.reasons, ...flags.map(({ field, rule }) => `input.${rule}:${field}`)],
  };
}

function allocationOf({ plan }: ServingState, entity: string): ServingState["plan"]["allocations"][number] {
  const arm = assign({ salt: plan.salt, entity, shares: plan.allocations });
  return known(
    plan.allocations.find((allocation) => allocation.arm === arm),
    `arm ${arm} of the plan`,
  );
}

interface Case {
  readonly release: LoadedRelease;
  readonly row: Row;
  readonly features: Readonly<Record<string, Cell>>;
  readonly flags: readonly Breach[];
}

/** The fields that were given, as the contract read them: what is stored is what was decided on. */
function givenUnder(row: Row, given: unknown): DecisionBody["given"] {
  return Object.fromEntries(Object.keys(given ?? {}).map((field) => [field, row[field] ?? null]));
}

/**
 * The heads' answer, or the rule's where there is none: no model, a value that the contract does not allow, a head that
 * failed, or a weight for a head that the release lacks. An absent value is no reason: models know missing values.
 */
function answer({ system }: ServingState, { release, row, features, flags }: Case): Scored {
  const byRule = (reasons: readonly string[], heads: Scored["heads"] = {}): Scored => ({
    ...scoreRule(system, row),
    cutoff: release.ruleCutoff,
    heads,
    reasons,
  });
  if (release.kind === "rule") return byRule(["rule"]);
  const unusable = Object.keys(release.unusable);
  if (unusable.length > 0) return byRule(unusable.map((head) => `fallback.model-unusable:${head}`));
  if (flags.some(({ rule }) => rule !== "missing")) return byRule(["fallback.outside-contract"]);
  const scored = scoreHeads(release, features);
  const failed = scored.failed.map((head) => `fallback.head-failed:${head}`);
  if (failed.length > 0) return byRule(failed, scored.heads);
  if (Number.isNaN(scored.score)) return byRule(["fallback.no-score"], scored.heads);
  return { score: scored.score, heads: scored.heads, cutoff: release.cutoff, reasons: [] };
}

/** What forbids acting, whatever the score: a filter, or being kept back so that the outcome without acting stays known. */
function blockedBy(
  { system }: ServingState,
  { row, holdback }: { readonly row: Row; readonly holdback: boolean },
): readonly string[] {
  const filters = system.filters.filter(({ name, when }) => evaluateRow({ [name]: when }, row)[name] === true);
  return [...(holdback ? ["holdback"] : []), ...filters.map(({ name }) => `filter.${name}`)];
}

function settle(
  scored: Scored,
  blocked: readonly string[],
  id: string,
): { act: boolean; propensity: number; reason: readonly string[] } {
  if (blocked.length > 0) return { act: false, propensity: 1, reason: blocked };
  const choice = choose(scored.cutoff, scored.score, rng({ seed: 0, unit: id, purpose: "policy" }).at(0));
  return { act: choice.act, propensity: choice.propensity, reason: [choice.reason] };
}

function actionOf({ act, otherwise }: Stakes, acts: boolean): string {
  return acts ? act : otherwise;
}
