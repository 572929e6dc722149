import { isInsufficient } from "../../kernel/index.ts";
import { differencePoint, normalSurvival } from "../../stats/index.ts";
import type { JoinedDecision } from "../measured/joined.ts";
import type { Factor } from "./factor.ts";
import type { Measure } from "./measure.ts";
import { pointOf } from "./movement.ts";
import { type Repair, remade, type StateOf } from "./remake.ts";
import { binOf } from "./tell-apart.ts";

/** Decisions of both stretches, beside what came of them. */
export interface JoinedBoth {
  readonly good: readonly JoinedDecision[];
  readonly bad: readonly JoinedDecision[];
}

/** Decisions of the bad stretch, and how they come out when they are made again as they were. */
export interface Remaking {
  readonly stateOf: StateOf;
  readonly pairs: readonly { readonly record: JoinedDecision; readonly again: JoinedDecision }[];
}

/** Makes decisions of the bad stretch again; those that cannot be are left out. */
export function remaking(bad: readonly JoinedDecision[], stateOf: StateOf): Remaking {
  const pairs = bad.flatMap((record) => {
    const again = underOwn(record, stateOf, {});
    return again === undefined ? [] : [{ record, again }];
  });
  return { stateOf, pairs };
}

/**
 * How much of a measure's change goes away when one thing alone is put right and the bad stretch's decisions are made again:
 * 1 is all of it. Measured on the system itself, so that it holds whatever else differs.
 */
export function goesAway(
  { stateOf, pairs }: Remaking,
  repair: Repair,
  { measure, change }: { readonly measure: Measure; readonly change: number },
): number {
  let [sum, count] = [0, 0];
  for (const { record, again } of pairs) {
    const mended = underOwn(record, stateOf, repair);
    const [before, after] = [measure.of(again), mended === undefined ? null : measure.of(mended)];
    if (before === null || after === null) continue;
    sum += before - after;
    count++;
  }
  return count === 0 ? 0 : sum / count / change;
}

function underOwn(joined: JoinedDecision, stateOf: StateOf, { input, state }: Repair): JoinedDecision | undefined {
  const own = stateOf(joined.decision.body.plan);
  if (own === undefined) return undefined;
  const decision = remade(input?.(joined.decision) ?? joined.decision, state?.(own) ?? own);
  return decision === undefined ? undefined : { ...joined, decision };
}

/**
 * How much of a measure's change goes along with a factor's: what the other mix of its values would have moved the measure by,
 * were each value as it is in both stretches together. Kitagawa. Components of a difference between two rates. 1955.
 */
export function goesAlong(
  factor: Factor,
  both: JoinedBoth,
  { measure, change }: { readonly measure: Measure; readonly change: number },
): number {
  const records = { good: both.good.map(({ decision }) => decision), bad: both.bad.map(({ decision }) => decision) };
  const bin = binOf(factor, records);
  const cells = new Map<string, { good: number; bad: number; sum: number; n: number }>();
  const counts = { good: 0, bad: 0 };
  for (const side of ["good", "bad"] as const)
    for (const joined of both[side]) {
      const value = measure.of(joined);
      if (value === null) continue;
      const name = bin(factor.of(joined.decision));
      const cell = cells.get(name) ?? { good: 0, bad: 0, sum: 0, n: 0 };
      cells.set(name, cell);
      cell[side]++;
      cell.n++;
      cell.sum += value;
      counts[side]++;
    }
  if (counts.good === 0 || counts.bad === 0) return 0;
  const moved = [...cells.values()].reduce(
    (sum, { good, bad, sum: total, n }) => sum + (bad / counts.bad - good / counts.good) * (total / n),
    0,
  );
  return moved / change;
}

/** The part of the decisions in which a measure changed more than elsewhere. */
export interface Concentrated {
  readonly value: string;
  /** The part of the change that would not be there, had this part moved as the rest did. */
  readonly explains: number;
  /** Of the bad stretch's decisions. */
  readonly share: number;
  readonly pValue: number;
}

/** Fewer decisions of either stretch are not looked at apart. */
const FEWEST = 30;

/** Where a measure changed most, by the values of one field; undefined where the parts do not differ for sure. */
export function concentrated(
  factor: Factor,
  both: JoinedBoth,
  { measure, change, looks }: { readonly measure: Measure; readonly change: number; readonly looks: number },
): Concentrated | undefined {
  const values = new Set(both.bad.map(({ decision }) => String(factor.of(decision) ?? "(missing)")));
  if (values.size > 30) return undefined;
  const found = [...values].flatMap((value) => partOf({ factor, value, both, measure, change }));
  const [most] = found
    .filter(({ pValue }) => pValue * looks * values.size < 0.01)
    .sort((a, b) => b.explains - a.explains);
  return most !== undefined && most.explains > 0.1 ? most : undefined;
}

interface PartCase {
  readonly factor: Factor;
  readonly value: string;
  readonly both: JoinedBoth;
  readonly measure: Measure;
  readonly change: number;
}

function partOf({ factor, value, both, measure, change }: PartCase): readonly Concentrated[] {
  const isIn = ({ decision }: JoinedDecision): boolean => String(factor.of(decision) ?? "(missing)") === value;
  const inside = { good: both.good.filter(isIn), bad: both.bad.filter(isIn) };
  const outside = { good: both.good.filter((one) => !isIn(one)), bad: both.bad.filter((one) => !isIn(one)) };
  if ([inside, outside].some(({ good, bad }) => good.length < FEWEST || bad.length < FEWEST)) return [];
  const moved = (part: JoinedBoth) => differencePoint(pointOf(part.bad, measure.of), pointOf(part.good, measure.of));
  const apart = differencePoint(moved(inside), moved(outside));
  if (isInsufficient(apart)) return [];
  const share = inside.bad.length / both.bad.length;
  const z = apart.variance === 0 ? Infinity : Math.abs(apart.value) / Math.sqrt(apart.variance);
  const pValue = apart.value === 0 ? 1 : 2 * normalSurvival(z);
  return [{ value, explains: (share * apart.value) / change, share, pValue }];
}
