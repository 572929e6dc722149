import { isAlidadeError, milliseconds } from "../kernel/index.ts";
import { policyInvalid, refuseOthers } from "./refuse.ts";

/** So many at most in every window of time: a hard limit. Windows begin at whole multiples of their length since 1970, UTC. */
export interface WindowLimit {
  readonly most: number;
  /** Such as `"1h"`, `"1d"`. */
  readonly per: string;
}

/** How much there is to spend of a window when a decision is made: all that pacing and limits look at. */
export interface WindowSeen {
  /** Of this arm, in this window. */
  readonly most: number;
  readonly used: number;
  /** The part of the window that has gone by, in [0, 1). */
  readonly elapsed: number;
}

/** Throws `policy.invalid` unless it is a number per time. `more` are names that it may have beside. */
export function requireWindow(what: string, given: unknown, more: readonly string[] = []): void {
  refuseOthers(`${what} takes \`most\` and \`per\``, given as object, ["most", "per", ...more]);
  const { most, per } = given as WindowLimit;
  if (!(Number.isSafeInteger(most) && most >= 0))
    throw policyInvalid({ what: `${what} has a whole number from 0 as \`most\``, got: String(most) });
  if (!isDuration(per))
    throw policyInvalid({ what: `${what} has a duration such as "1h" as \`per\``, got: String(per) });
}

function isDuration(per: unknown): boolean {
  try {
    return milliseconds(String(per)) > 0;
  } catch (thrown) {
    if (isAlidadeError(thrown)) return false;
    throw thrown;
  }
}

/** The part of its window that has gone by at an instant. */
export function elapsedAt(per: string, at: number): number {
  const length = milliseconds(per);
  return (((at % length) + length) % length) / length;
}

/**
 * Splits what may be spent between arms, in proportion to their shares, by largest remainder: whole numbers that sum to
 * `most`, the same on every machine.
 */
export function splitMost(
  most: number,
  arms: readonly { readonly arm: string; readonly share: number }[],
): Readonly<Record<string, number>> {
  const total = arms.reduce((sum, { share }) => sum + share, 0);
  const exact = arms.map(({ arm, share }) => ({ arm, due: (most * share) / total }));
  const whole = new Map(exact.map(({ arm, due }) => [arm, Math.floor(due + 1e-9)]));
  const left = most - [...whole.values()].reduce((sum, one) => sum + one, 0);
  const rest = ({ arm, due }: (typeof exact)[number]): number => due - (whole.get(arm) as number);
  const first = [...exact].sort((a, b) => rest(b) - rest(a) || (a.arm < b.arm ? -1 : 1)).slice(0, left);
  for (const { arm } of first) whole.set(arm, (whole.get(arm) as number) + 1);
  return Object.fromEntries(whole);
}
