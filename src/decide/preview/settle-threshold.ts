import {
  type Belief,
  type Cutoff,
  isWindowed,
  type Ladder,
  ladderOf,
  rankScores,
  settleExploring,
} from "../../policy/index.ts";
import type { DecisionRecord } from "../../records/index.ts";
import { actingPolicy, capacityShare, isActing } from "../../system/index.ts";
import { isCallersMistake } from "../decider.ts";
import { decideOne } from "../pipeline.ts";
import type { LoadedRelease, ServedCutoffs, ServingState } from "../serving-state.ts";
import { armsOf } from "./arms.ts";
import { questionOf } from "./question-of.ts";

/** A threshold as it would be served: raised until the capacity is kept. */
export interface SettledThreshold {
  /** What was asked for. */
  readonly threshold: number;
  readonly cutoff: number;
  /** Probability of acting on a score that equals the cutoff. */
  readonly atCutoff: number;
  /** Share of decisions that may be acted on; 1 where no capacity is declared. */
  readonly capacity: number;
  /** What the price of the moment is read off, where the capacity is counted in windows of time. */
  readonly ladder?: Ladder;
}

/** Settles a threshold on stored decisions, as training does on its judged rows: their scores under `state`, filters taken into account. */
export function settleThreshold(
  state: ServingState,
  threshold: number,
  decisions: readonly DecisionRecord[],
): SettledThreshold {
  const { system } = state;
  const capacity = isActing(system) ? (capacityShare(system) ?? 1) : 1;
  if (!isActing(system) || capacity === 1) return { threshold, cutoff: threshold, atCutoff: 1, capacity };
  const ranked = rankScores(openScores(state, decisions));
  const { explore, capacity: declared } = actingPolicy(system);
  const exploring = { threshold, share: capacity, explore, belief: beliefIn(state) };
  const { cutoff, atCutoff } = settleExploring(ranked, exploring);
  const ladder = isWindowed(declared) ? { ladder: ladderOf(ranked, exploring) } : {};
  return { threshold, cutoff, atCutoff, capacity, ...ladder };
}

/** The heads' scores in the arm that most entities get; missing where a filter forbids acting, or the heads did not answer. */
function openScores(state: ServingState, decisions: readonly DecisionRecord[]): Float64Array {
  const [first] = armsOf(state);
  if (first === undefined) return new Float64Array(0);
  const open = whatever(first.alone);
  const scores = decisions.flatMap((record) => {
    try {
      const { score, acted, level } = decideOne(open, withoutLimits(record));
      return [acted && level === undefined && score !== null ? score : Number.NaN];
    } catch (thrown) {
      if (isCallersMistake(thrown)) return [];
      throw thrown;
    }
  });
  return Float64Array.from(scores);
}

/** What was left of a budget then is no matter of the threshold. */
function withoutLimits(record: DecisionRecord): ReturnType<typeof questionOf> {
  const { limits: _, ...question } = questionOf(record);
  return question;
}

const EVERYBODY: Cutoff = { cutoff: -Infinity, atCutoff: 1 };

/** The state, acting on whoever may be acted on. */
function whatever(state: ServingState): ServingState {
  const acting = (release: LoadedRelease): LoadedRelease => {
    const { policy } = release;
    if (policy?.policy !== "act-if") return release;
    const open: ServedCutoffs = { policy: "act-if", heads: EVERYBODY, rule: policy.rule };
    return { ...release, policy: open };
  };
  return { ...state, releases: new Map([...state.releases].map(([id, release]) => [id, acting(release)])) };
}

/** Of Thompson sampling: what the served policy believes. */
function beliefIn({ plan, releases }: ServingState): Belief | undefined {
  const policy = releases.get(plan.allocations[0]?.release ?? "")?.policy;
  const soft = policy?.policy === "act-if" ? policy.heads.soft : undefined;
  return soft === undefined ? undefined : { mean: soft.shift, deviation: soft.width };
}
