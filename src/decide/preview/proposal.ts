import { hashValue, known } from "../../kernel/index.ts";
import type { WeightValues } from "../../policy/index.ts";
import type { LoadedRelease, ServingState } from "../serving-state.ts";
import type { SettledThreshold } from "./settle-threshold.ts";

/** What would be served instead of what is; what is not named stays. */
export interface Proposal {
  /** Of some heads; the others keep theirs. */
  readonly weights?: WeightValues;
  /** Of a system that acts or not: the score from which on is acted, as far as the capacity has room. */
  readonly threshold?: number;
  /** A whole policy, with its numbers settled. */
  readonly policy?: NonNullable<LoadedRelease["policy"]>;
  /** Everything that would be served, such as another release or an earlier plan: nothing of what is served stays. */
  readonly instead?: ServingState;
}

/**
 * The state as it would be: every release that has what most entities get now, its weights, its policy, has the proposed one.
 * An experiment's other arms, and a rule that is served as it is, stay what they are. `settled` is the proposed threshold
 * under the capacity; without it nothing limits whom it acts on.
 */
export function proposedState(state: ServingState, proposal: Proposal, settled?: SettledThreshold): ServingState {
  if (proposal.instead !== undefined) return proposal.instead;
  const served = known(state.releases.get(state.plan.allocations[0]?.release ?? ""), "what most entities get");
  const releases = [...state.releases].map(
    ([id, release]) => [id, proposed(release, served, { ...proposal, settled })] as const,
  );
  return { ...state, releases: new Map(releases) };
}

function proposed(
  release: LoadedRelease,
  served: LoadedRelease,
  { weights, threshold, policy, settled }: Proposal & { readonly settled: SettledThreshold | undefined },
): LoadedRelease {
  if (release.kind === "rule") return release;
  const hasWeights = hashValue(release.weights) === hashValue(served.weights);
  const next = release.policyVersion === served.policyVersion ? (policy ?? release.policy) : release.policy;
  return {
    ...release,
    weights: hasWeights ? { ...release.weights, ...weights } : release.weights,
    policy: threshold === undefined ? next : withThreshold(next, settled ?? { cutoff: threshold, atCutoff: 1 }),
  };
}

/** The heads' cutoff elsewhere, explored around as before. The rule's stays: it has no score to be compared. */
function withThreshold(
  policy: LoadedRelease["policy"],
  { cutoff, atCutoff, ladder }: Pick<SettledThreshold, "cutoff" | "atCutoff" | "ladder">,
): LoadedRelease["policy"] {
  if (policy?.policy !== "act-if") return policy;
  return { ...policy, heads: { ...policy.heads, cutoff, atCutoff }, ...(ladder === undefined ? {} : { ladder }) };
}
