import { isAlidadeError, milliseconds } from "../kernel/index.ts";
import { type Explore, requireExplore } from "./explore.ts";
import { policyInvalid, refuseOthers } from "./refuse.ts";

/** Where candidates come from: how many of them, within which time, and whether at all. */
export interface CandidateSource {
  /** So many of its candidates are looked at, in the order in which they came. Absent: all. */
  readonly most?: number;
  /** How long it is waited for where it is asked in process, such as `"20ms"`. Absent: a second. */
  readonly timeout?: string;
  /** Whether it is switched off: it is not asked, and what comes from it is not shown. */
  readonly off?: boolean;
}

/** Heads that are asked first, of every candidate, so that only the best go on to the others. */
export interface Stage<Head extends string = string> {
  readonly heads: readonly Head[];
  readonly keep: number;
}

/** How much alike the shown may be: at most so many with the same value of a field, or each less by a penalty. */
export interface Diversity<Field extends string = string> {
  /** A field of the contract, or `"source"`. */
  readonly by: Field | "source";
  readonly most?: number;
  /** Taken from the score for each one with the same value that is shown above it, in the unit of the score. */
  readonly penalty?: number;
}

/** How a source is mixed in. */
export interface Mix {
  readonly source: string;
  /** Positions, from 1, that are its own; who else would stand there comes after. */
  readonly slots?: readonly number[];
  /** At least so many of the shown, as far as it has them. */
  readonly least?: number;
  readonly most?: number;
}

/** What a ranking does beside ordering by score. */
export interface Arrangement<Field extends string = string, Head extends string = string> {
  readonly sources?: Readonly<Record<string, CandidateSource>>;
  readonly stages?: readonly Stage<Head>[];
  readonly diversity?: readonly Diversity<Field>[];
  readonly mix?: readonly Mix[];
  /** Absent: nothing is tried that is not thought best. */
  readonly explore?: Explore;
}

/** Answers with an order of candidates, as declared. */
export interface RankBy<List extends string = string, Field extends string = string, Head extends string = string>
  extends Arrangement<Field, Head> {
  readonly policy: "rank-by";
  /** The field of the history that says which rows competed in one request. */
  readonly list: List;
  /** So many are shown. */
  readonly top: number;
}

const NAMES = ["list", "top", "sources", "stages", "diversity", "mix", "explore"] as const;

/**
 * Orders the candidates of a request by their score, the weighted sum of the heads, and shows the first `top`: mixed from
 * their sources, no more alike than `diversity` allows.
 *
 * @example rankBy({ list: "session", top: 5, diversity: [{ by: "topic", most: 2 }] })
 */
export function rankBy<
  const List extends string,
  const Field extends string = never,
  const Head extends string = never,
>(policy: Omit<RankBy<List, Field, Head>, "policy">): RankBy<List, Field, Head> {
  refuseOthers(`\`rankBy\` takes ${NAMES.map((name) => `\`${name}\``).join(", ")}`, policy, NAMES);
  const { list, top, sources = {}, stages = [], diversity = [], mix = [], explore } = policy;
  requireCount("`top`", top);
  for (const [name, source] of Object.entries(sources)) requireSource(name, source);
  for (const stage of stages) requireStage(stage);
  for (const one of diversity) requireDiversity(one);
  for (const one of mix) requireMix(one, policy);
  if (explore !== undefined) requireExplore(explore, ["epsilon", "softmax"]);
  return Object.freeze({ ...arranged(policy), policy: "rank-by", list, top });
}

/** What a release is served with. */
export interface SettledRanking extends Arrangement {
  readonly policy: "rank-by";
  readonly top: number;
}

/** A declared ranking with its numbers settled: there are none to settle but those that were declared. */
export function settleRanking(declared: RankBy): SettledRanking {
  return { policy: "rank-by", top: declared.top, ...arranged(declared) };
}

function arranged<Field extends string, Head extends string>({
  sources,
  stages,
  diversity,
  mix,
  explore,
}: Arrangement<Field, Head>): Arrangement<Field, Head> {
  return {
    ...(sources === undefined ? {} : { sources }),
    ...(stages === undefined ? {} : { stages }),
    ...(diversity === undefined ? {} : { diversity }),
    ...(mix === undefined ? {} : { mix }),
    ...(explore === undefined ? {} : { explore }),
  };
}

/** The numbers of the candidates that are shown, best first. Equal scores keep their order; a missing score is never shown. */
export function rankCandidates({ top }: Pick<SettledRanking, "top">, scores: ArrayLike<number>): readonly number[] {
  return Array.from(scores, (_, i) => i)
    .filter((i) => !Number.isNaN(scores[i]))
    .sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b)
    .slice(0, top);
}

function requireCount(what: string, count: unknown): void {
  if (!(Number.isSafeInteger(count) && (count as number) >= 1))
    throw policyInvalid({ what: `${what} is a whole number from 1`, got: String(count) });
}

function requireSource(name: string, source: CandidateSource): void {
  const what = `The source "${name}"`;
  refuseOthers(`${what} takes \`most\`, \`timeout\` and \`off\``, source, ["most", "timeout", "off"]);
  const { most, timeout, off } = source;
  if (most !== undefined) requireCount(`${what}: \`most\``, most);
  if (off !== undefined && typeof off !== "boolean")
    throw policyInvalid({ what: `${what}: \`off\` is true or false`, got: String(off) });
  try {
    if (timeout !== undefined) milliseconds(String(timeout));
  } catch (thrown) {
    if (!isAlidadeError(thrown)) throw thrown;
    throw policyInvalid({ what: `${what}: \`timeout\` is a duration such as "20ms"`, got: String(timeout) });
  }
}

function requireStage(stage: Stage): void {
  refuseOthers("A stage takes `heads` and `keep`", stage, ["heads", "keep"]);
  requireCount("A stage's `keep`", stage.keep);
  if (!Array.isArray(stage.heads) || stage.heads.length === 0)
    throw policyInvalid({
      what: "A stage's `heads` is a list of heads",
      got: JSON.stringify(stage.heads) ?? "nothing",
    });
}

function requireDiversity(one: Diversity): void {
  refuseOthers("Diversity takes `by`, and `most` or `penalty`", one, ["by", "most", "penalty"]);
  const { by, most, penalty } = one;
  if (typeof by !== "string") throw policyInvalid({ what: "Diversity is `by` a field", got: String(by) });
  if ((most === undefined) === (penalty === undefined))
    throw policyInvalid({ what: "Diversity has either `most` or `penalty`", got: JSON.stringify(one) });
  if (most !== undefined) requireCount("Diversity's `most`", most);
  if (penalty !== undefined && !(Number.isFinite(penalty) && penalty >= 0))
    throw policyInvalid({ what: "A penalty is a finite number from 0", got: String(penalty) });
}

function requireMix(one: Mix, { top, sources }: Pick<RankBy, "top" | "sources">): void {
  refuseOthers("A mix takes `source`, and `slots`, `least` or `most`", one, ["source", "slots", "least", "most"]);
  const { source, slots, least, most } = one;
  if (sources !== undefined && !Object.hasOwn(sources, source))
    throw policyInvalid({ what: `A mix names a source, one of ${Object.keys(sources).join(", ")}`, got: source });
  const isPlace = (slot: number): boolean => Number.isSafeInteger(slot) && slot >= 1 && slot <= top;
  if (slots !== undefined && !(Array.isArray(slots) && slots.every(isPlace)))
    throw policyInvalid({ what: `\`slots\` are positions from 1 to ${top}`, got: JSON.stringify(slots) });
  for (const count of [least, most]) if (count !== undefined) requireCount("`least` and `most` of a mix", count);
}
