import { canonical } from "../kernel/index.ts";
import type { DecisionBody } from "../records/index.ts";
import type { Served } from "./opening.ts";
import type { LoadedRelease } from "./serving-state.ts";

type Said = Partial<Pick<DecisionBody, "action" | "answer">>;

/**
 * Whether a decision may be counted in its experiment. Where it asks for disagreement, only what the release of the other
 * arm would have done differently: that is the same question in both arms, so that what counts is alike in both.
 */
export function countsBeside(
  { eligible, terms, beside }: Served,
  said: Said,
  decideBy: (release: LoadedRelease) => Said,
): boolean {
  if (!eligible || terms?.design !== "disagreement" || beside === undefined) return eligible;
  const other = decideBy(beside);
  return (
    canonical([said.action ?? null, said.answer ?? null]) !== canonical([other.action ?? null, other.answer ?? null])
  );
}
