import { policyInvalid, refuseOthers } from "./refuse.ts";

/** Answers with an order of candidates, as declared. */
export interface RankBy<List extends string = string> {
  readonly policy: "rank-by";
  /** The field of the history that says which rows competed in one request. */
  readonly list: List;
  /** So many are shown. */
  readonly top: number;
}

/**
 * Orders the candidates of a request by their score, the weighted sum of the heads, and shows the first `top`.
 *
 * @example rankBy({ list: "session", top: 5 })
 */
export function rankBy<const List extends string>(policy: { readonly list: List; readonly top: number }): RankBy<List> {
  refuseOthers("`rankBy` takes `list` and `top`", policy, ["list", "top"]);
  const { list, top } = policy;
  if (!(Number.isSafeInteger(top) && top >= 1))
    throw policyInvalid({ what: "`top` is a whole number from 1", got: String(top) });
  return Object.freeze({ policy: "rank-by", list, top });
}

/** What a release is served with. */
export interface SettledRanking {
  readonly policy: "rank-by";
  readonly top: number;
}

/** The numbers of the candidates that are shown, best first. Equal scores keep their order; a missing score is never shown. */
export function rankCandidates({ top }: SettledRanking, scores: ArrayLike<number>): readonly number[] {
  return Array.from(scores, (_, i) => i)
    .filter((i) => !Number.isNaN(scores[i]))
    .sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b)
    .slice(0, top);
}
