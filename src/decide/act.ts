import { known, rng } from "../kernel/index.ts";
import { actProbability, type Cutoff, choose, pacedCutoff } from "../policy/index.ts";
import type { DecisionBody } from "../records/index.ts";
import { isOutside, type Question, type Seen, type Served } from "./opening.ts";
import { preparedOf } from "./prepared.ts";
import { ruleSays } from "./rule-says.ts";
import { combineHeads, NOTHING_SAID, scoreHeads, whatWasSaid, whoAnswered, whyNotAsked } from "./score.ts";
import type { ServedCutoffs, ServingState } from "./serving-state.ts";
import { whySpent } from "./why-spent.ts";

/** What is decided of a receipt by a system that acts or not. */
type Act = Pick<
  DecisionBody,
  "heads" | "classes" | "score" | "propensity" | "acted" | "reasons" | "level" | "instead" | "parts"
> & {
  readonly action: string;
};

/** A score, where it came from, and when it is acted on. */
interface Scored extends Pick<DecisionBody, "heads" | "classes" | "level" | "instead" | "parts"> {
  readonly score: number;
  /** As settled, and at the price of the moment. */
  readonly cutoff: Cutoff;
  readonly priced: Cutoff;
  readonly reasons: readonly string[];
  /** What is done whatever the score: the declared default. */
  readonly always?: boolean;
}

/** What one decision is made from. */
export interface ActCase {
  readonly served: Served;
  readonly seen: Seen;
  /** Features far outside of what the models learned from. */
  readonly far: readonly string[];
  readonly question: Question;
}

/** Acts or not. What forbids acting, a filter, a spent limit or being held back, does so whatever the score. */
export function act(state: ServingState, asked: ActCase): Act {
  const { served, seen, question } = asked;
  const stakes = preparedOf(state.system).stakes();
  const { score, heads, classes, reasons: why, ...scored } = scoreCase(state, asked);
  const held = served.allocation.purpose === "holdback" ? ["holdback"] : [];
  const blocked = [...held, ...preparedOf(state.system).filters(seen.row), ...spentLimits(question.limits, stakes.act)];
  const { acts, propensity, reasons } = settle({ ...scored, score }, blocked, question.id);
  const { level, instead, parts } = scored;
  return {
    heads,
    ...(classes === undefined ? {} : { classes }),
    score: Number.isNaN(score) ? null : score,
    action: acts ? stakes.act : stakes.otherwise,
    propensity,
    acted: acts,
    ...(level === undefined ? {} : { level }),
    ...(instead === undefined ? {} : { instead }),
    ...(parts === undefined ? {} : { parts }),
    reasons: [...reasons, ...why],
  };
}

/** The budgets of acting that have nothing left, as codes. */
function spentLimits(limits: Question["limits"] = {}, action: string): readonly string[] {
  return [`action:${action}`, "capacity"].flatMap((name) => whySpent(name, limits[name]));
}

/**
 * The heads' score, or the rule's where there is none: no model, a value that the contract does not allow, a head that
 * failed and has no earlier version, or a weight for a head that the release lacks. Where the rule cannot say either, the
 * declared default.
 */
function scoreCase(state: ServingState, { served: { release }, seen, far, question }: ActCase): Scored {
  const { policy } = release;
  const cutoffs: ServedCutoffs = known(policy?.policy === "act-if" ? policy : undefined, "the cutoffs of a release");
  const byRule = (reasons: readonly string[], said: Parameters<typeof whatWasSaid>[0] = NOTHING_SAID): Scored => ({
    ...scoreByRule(state, seen, reasons[0] === "rule"),
    ...whatWasSaid(said),
    ...priced(cutoffs.rule, question),
    reasons,
  });
  if (release.kind === "rule") return byRule(["rule"]);
  const missing = Object.keys(release.unusable).filter((head) => release.previous?.[head] === undefined);
  if (missing.length > 0) return byRule(missing.map((head) => whyNotAsked(head, release, {}) ?? head));
  if (isOutside(seen.flags)) return byRule(["fallback.outside-contract"]);
  if (far.length > 0 && state.system.outside === "fallback") return byRule(["fallback.outside-training"]);
  const found = scoreHeads(release, seen.features, question);
  if (found.failed.length > 0) return byRule(found.reasons, found);
  const score = combineHeads(found, release);
  if (Number.isNaN(score)) return byRule(["fallback.no-score"], found);
  const { reasons } = found;
  return { score, ...whatWasSaid(found), ...priced(cutoffs.heads, question, cutoffs), reasons, ...whoAnswered(found) };
}

/** The rule's answer as a score; where it has none, and one is declared, the default. */
function scoreByRule(
  { system }: ServingState,
  { row }: Seen,
  isReleased: boolean,
): Pick<Scored, "score" | "level" | "always"> {
  const { rule = null } = ruleSays(system, row);
  const level = isReleased ? {} : { level: "rule" as const };
  if (rule === null && system.default !== undefined) {
    const always = system.default === preparedOf(system).stakes().act;
    return { score: Number.NaN, level: "default", always };
  }
  return { score: rule === true ? 1 : 0, ...level };
}

/** A cutoff at the price of the moment, where the capacity is counted in windows of time. */
function priced(
  cutoff: Cutoff,
  { limits }: Question,
  { ladder }: Pick<ServedCutoffs, "ladder"> = {},
): Pick<Scored, "cutoff" | "priced"> {
  const seen = limits?.capacity;
  if (seen === undefined) return { cutoff, priced: cutoff };
  return { cutoff, priced: pacedCutoff(cutoff, seen, ladder) };
}

function settle(
  { score, cutoff, priced: now, always }: Pick<Scored, "score" | "cutoff" | "priced" | "always">,
  blocked: readonly string[],
  id: string,
): { acts: boolean; propensity: number; reasons: readonly string[] } {
  if (blocked.length > 0) return { acts: false, propensity: 1, reasons: blocked };
  if (always !== undefined) return { acts: always, propensity: 1, reasons: ["default"] };
  const { act: acts, propensity, reason } = choose(now, score, rng({ seed: 0, unit: id, purpose: "policy" }).at(0));
  // What would have been acted on, had the budget not run ahead of time.
  const isPriced = reason === "policy.below-cutoff" && now !== cutoff && actProbability(cutoff, score) > 0.5;
  return { acts, propensity, reasons: [isPriced ? "policy.below-price" : reason] };
}
