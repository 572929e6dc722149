import type { InputSeen } from "../../seen/seen.ts";
import { evidenceOfP } from "../evidence/of-p.ts";
import { presentIn } from "./inputs.ts";

/** Values that were the same one after the other, over periods. Plain data. */
export interface Run {
  /** The only value of the last period, and how often it came in a row by then; absent where there were several. */
  readonly same?: { readonly value: string; readonly times: number };
  /** The longest run that was nothing to speak of. */
  readonly longest: number;
  /** ln of the evidence that the run under way has given. */
  readonly told: number;
}

export const noRun: Run = Object.freeze({ longest: 0, told: 0 });

/** Live data may repeat themselves so many times as long as the reference: its rows may have been in another order. */
const TIMES = 10;
/** Fewer in a row are no proof, whatever the reference shows. */
const FEWEST = 100;
const FEWEST_ROWS = 100;
/** ln of the most that one run tells. */
const MOST = 50;

/**
 * One period more. Runs whose lengths fall off geometrically, at a rate at which the longest of as many values as the reference has
 * would be ten times as long as its longest, are the most that is thought usual; what is far longer is evidence by itself, whatever
 * a period is. `evidence` is the natural logarithm of an e-value of the period.
 */
export function stepRun(
  before: Run,
  seen: InputSeen,
  reference: InputSeen,
): { readonly run: Run; readonly times: number; readonly evidence: number } {
  const present = presentIn(seen);
  const value = onlyValue(seen, present);
  const isGoingOn = value !== undefined && before.same?.value === value;
  const times = isGoingOn ? (before.same?.times ?? 0) + present : seen.longestRun;
  // A run under way is not usual because it goes on: it counts once it is over.
  const longest = isGoingOn ? before.longest : Math.max(before.longest, overIn(before));
  const usual = Math.max(1, reference.longestRun, longest);
  const fall = Math.log(Math.max(FEWEST_ROWS, presentIn(reference))) / (TIMES * usual);
  const p = Math.exp(Math.min(0, Math.log(Math.max(1, times)) - times * fall));
  const gathered = times < FEWEST ? 0 : Math.max(0, Math.min(MOST, evidenceOfP(p)));
  const told = isGoingOn ? before.told : 0;
  const same = value === undefined ? {} : { same: { value, times } };
  const isUsual = value === undefined && gathered === 0;
  const run = { ...same, longest: isUsual ? Math.max(longest, times) : longest, told: gathered };
  return { run, times, evidence: gathered - told };
}

/** How long the run was that is over now, if it was nothing to speak of. */
function overIn({ same, told }: Run): number {
  return told > 0 ? 0 : (same?.times ?? 0);
}

/** The one value of a period; undefined where there were others, or where it has no bin of its own. */
function onlyValue({ numbers, bins, longestRun }: InputSeen, present: number): string | undefined {
  if (present === 0 || longestRun < present) return undefined;
  if (numbers !== undefined) return numbers.least === numbers.most ? String(numbers.least) : undefined;
  const bin = bins.findIndex((count) => count > 0);
  return bin === bins.length - 1 ? undefined : `bin ${bin}`;
}
