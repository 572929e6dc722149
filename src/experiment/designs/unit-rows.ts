import { type Moments, momentsOf } from "../../stats/index.ts";
import type { PricedDecision } from "./priced-decisions.ts";

/** What a unit's decisions came to, one after the other. */
export interface UnitRow {
  readonly unit: string;
  /** Where it was first. */
  readonly arm: string;
  readonly decisions: readonly { readonly at: number; readonly arm: string; readonly money: number }[];
}

/**
 * The units of an experiment's eligible decisions, each in the arm that it met first. Money that is not known yet is left
 * out. With `stay` a unit's decisions in other arms are left out too; without it they stay, for arms that change with time.
 */
export function unitRows(priced: readonly PricedDecision[], { stay }: { readonly stay: boolean }): readonly UnitRow[] {
  const units = new Map<string, { arm: string; decisions: { at: number; arm: string; money: number }[] }>();
  for (const { decision, money } of priced) {
    const { subject, at, body } = decision;
    if (!body.eligible || subject === undefined) continue;
    const row = units.get(subject) ?? { arm: body.arm, decisions: [] };
    units.set(subject, row);
    if (money !== null && (!stay || row.arm === body.arm)) row.decisions.push({ at, arm: body.arm, money });
  }
  return [...units].map(([unit, row]) => ({ unit, ...row }));
}

/** Money per unit of an arm. */
export function moneyIn(rows: readonly UnitRow[], arm: string): Moments {
  const own = rows.filter((row) => row.arm === arm);
  return momentsOf(own.map(({ decisions }) => decisions.reduce((sum, { money }) => sum + money, 0)));
}
