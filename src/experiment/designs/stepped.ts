import { hashUniform, type Insufficient, insufficient } from "../../kernel/index.ts";
import { type Comparison, comparisonOf } from "../../stats/index.ts";
import { type DesignKind, defineDesignKind } from "./kinds.ts";

/** Stepped rollout: everybody gets there in the end, and chance decides who goes first. */
export const stepped: DesignKind = defineDesignKind({
  name: "stepped",
  tells: "What a release brings that everybody gets step by step, in an order by lot.",
  randomises: "entity",
});

/** The steps of a rollout. Milliseconds. */
export interface StepClock {
  /** When the first step begins, since 1970. */
  readonly from: number;
  readonly everyMs: number;
  /** The treatment's part of the entities at each step, ascending, in (0, 1]. */
  readonly steps: readonly number[];
}

/** The number of the step at a moment, from 0; the last one lasts. −1 before the first. */
export function stepAt({ from, everyMs, steps }: StepClock, at: number): number {
  return at < from ? -1 : Math.min(steps.length - 1, Math.floor((at - from) / everyMs));
}

/** Whether an entity has the treatment at a step: whoever has it at one has it at every later one. */
export function isTreatedAt(
  { steps }: Pick<StepClock, "steps">,
  { salt, entity, step }: { readonly salt: string; readonly entity: string; readonly step: number },
): boolean {
  return hashUniform(`${salt}\u0000${entity}`) < (steps[step] ?? 0);
}

/** What one unit brought in one step of the rollout. */
export interface StepRow {
  /** Any whole number; rows of one unit have the same. */
  readonly unit: number;
  readonly step: number;
  /** Whether the unit had the treatment in that step. */
  readonly treated: boolean;
  readonly money: number;
}

interface Cell {
  n: number;
  sum: number;
}

/**
 * The treatment's money per unit and step over that of those who were still waiting in the same step, so that nothing that
 * changes with time is taken for the effect. A step counts by n₁n₀ / (n₁ + n₀): least squares with a level for every step,
 * whose weights are all positive (no unit is compared with one that was treated before it). Variance clustered by unit.
 * The design: Hussey, Hughes. Contemporary Clinical Trials 28, 2007. Insufficient (`no-step-to-compare`) where no step had both.
 */
export function steppedEffect(rows: readonly StepRow[], level?: number): Comparison | Insufficient {
  const cells = cellsOf(rows);
  const weights = new Map([...cells].map(([step, { treated: a, waiting: b }]) => [step, (a.n * b.n) / (a.n + b.n)]));
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0)) return insufficient("no-step-to-compare", { need: 1, have: 0 });
  const pulls = new Map<number, number>();
  let value = 0;
  for (const { unit, step, treated, money } of rows) {
    const { treated: a, waiting: b } = cells.get(step) as Cells;
    const weight = (weights.get(step) ?? 0) / total;
    if (weight === 0) continue;
    const [side, sign] = treated ? [a, 1] : [b, -1];
    value += (sign * weight * money) / side.n;
    pulls.set(unit, (pulls.get(unit) ?? 0) + (sign * weight * (money - side.sum / side.n)) / side.n);
  }
  const m = pulls.size;
  if (m < 3) return insufficient("too-few-clusters", { need: 3, have: m });
  const squares = [...pulls.values()].reduce((sum, pull) => sum + pull * pull, 0);
  return comparisonOf({ value, variance: (squares * m) / (m - 1), df: m - 2 }, level);
}

interface Cells {
  readonly treated: Cell;
  readonly waiting: Cell;
}

function cellsOf(rows: readonly StepRow[]): ReadonlyMap<number, Cells> {
  const cells = new Map<number, Cells>();
  for (const { step, treated, money } of rows) {
    const both = cells.get(step) ?? { treated: { n: 0, sum: 0 }, waiting: { n: 0, sum: 0 } };
    cells.set(step, both);
    const cell = treated ? both.treated : both.waiting;
    cell.n++;
    cell.sum += money;
  }
  return cells;
}
