import { evaluateRow } from "../features/index.ts";
import { known, rng } from "../kernel/index.ts";
import { stakesOf } from "../objective/index.ts";
import { type Cutoff, choose } from "../policy/index.ts";
import type { DecisionBody } from "../records/index.ts";
import { ruleNodes } from "../system/index.ts";
import { filtersMet, isOutside, type Seen, type Served } from "./opening.ts";
import { combineHeads, type HeadScores, scoreHeads } from "./score.ts";
import type { ServedCutoffs, ServingState } from "./serving-state.ts";

/** What is decided of a receipt by a system that acts or not. */
type Act = Pick<DecisionBody, "heads" | "score" | "propensity" | "acted" | "reasons"> & { readonly action: string };

/** A score, where it came from, and when it is acted on. */
interface Scored {
  readonly score: number;
  readonly heads: HeadScores["heads"];
  readonly cutoff: Cutoff;
  readonly reasons: readonly string[];
}

/** Acts or not. What forbids acting, a filter or being held back, does so whatever the score. */
export function act(state: ServingState, { served, seen, id }: { served: Served; seen: Seen; id: string }): Act {
  const scored = scoreCase(state, served, seen);
  const held = served.allocation.purpose === "holdback" ? ["holdback"] : [];
  const { acts, propensity, reasons } = settle(scored, [...held, ...filtersMet(state, seen.row)], id);
  const stakes = stakesOf(state.system.objective);
  return {
    heads: scored.heads,
    score: Number.isNaN(scored.score) ? null : scored.score,
    action: acts ? stakes.act : stakes.otherwise,
    propensity,
    acted: acts,
    reasons: [...reasons, ...scored.reasons],
  };
}

/**
 * The heads' score, or the rule's where there is none: no model, a value that the contract does not allow, a head that
 * failed, or a weight for a head that the release lacks.
 */
function scoreCase({ system }: ServingState, { release }: Served, { row, features, flags }: Seen): Scored {
  const { policy } = release;
  const cutoffs: ServedCutoffs = known(policy?.policy === "act-if" ? policy : undefined, "the cutoffs of a release");
  const byRule = (reasons: readonly string[], heads: Scored["heads"] = {}): Scored => ({
    score: evaluateRow(ruleNodes(system), row).rule === true ? 1 : 0,
    cutoff: cutoffs.rule,
    heads,
    reasons,
  });
  if (release.kind === "rule") return byRule(["rule"]);
  const unusable = Object.keys(release.unusable);
  if (unusable.length > 0) return byRule(unusable.map((head) => `fallback.model-unusable:${head}`));
  if (isOutside(flags)) return byRule(["fallback.outside-contract"]);
  const found = scoreHeads(release, features);
  const failed = found.failed.map((head) => `fallback.head-failed:${head}`);
  if (failed.length > 0) return byRule(failed, found.heads);
  const score = combineHeads(found, release);
  if (Number.isNaN(score)) return byRule(["fallback.no-score"], found.heads);
  return { score, heads: found.heads, cutoff: cutoffs.heads, reasons: [] };
}

function settle(
  scored: Scored,
  blocked: readonly string[],
  id: string,
): { acts: boolean; propensity: number; reasons: readonly string[] } {
  if (blocked.length > 0) return { acts: false, propensity: 1, reasons: blocked };
  const choice = choose(scored.cutoff, scored.score, rng({ seed: 0, unit: id, purpose: "policy" }).at(0));
  return { acts: choice.act, propensity: choice.propensity, reasons: [choice.reason] };
}
