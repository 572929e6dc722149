import type { Table } from "../../data/index.ts";
import { type CohortUnit, type Mediation, mediation, mediationReport } from "../../experiment/index.ts";
import type { Document } from "../../report/index.ts";
import { cellsOf, isYes, notObservable, numbersOf } from "./periods.ts";

/** The columns of a cohort: one row for each unit. */
export interface MediationColumns {
  readonly value: string | undefined;
  readonly treated: string | undefined;
  readonly mediated: readonly string[] | undefined;
}

/** An effect taken apart. */
export interface MediationFound {
  readonly json: Mediation & { readonly units: number; readonly leftOut: number };
  readonly document: Document;
}

/** Takes the effect of a change on a metric apart by what lies between. Throws `cli.input.not-observable`. */
export function mediationIn(table: Table, { value = "", treated, mediated = [] }: MediationColumns): MediationFound {
  if (treated === undefined || mediated.length === 0)
    throw notObservable({ problem: "Mediation needs `--treated` and `--mediated`" });
  const between = mediated.map((name) => [name, numbersOf(table, name)] as const);
  const [outcomes, changed] = [numbersOf(table, value), cellsOf(table, treated)];
  const all = outcomes.map(
    (outcome, row): CohortUnit => ({
      treated: isYes(changed[row] ?? null),
      between: Object.fromEntries(between.map(([name, values]) => [name, values[row] ?? Number.NaN])),
      outcome,
    }),
  );
  const units = all.filter((unit) => [unit.outcome, ...Object.values(unit.between)].every(Number.isFinite));
  if (new Set(units.map((unit) => unit.treated)).size < 2)
    throw notObservable({ problem: "Mediation needs units with the change and units without" });
  const found = mediation(units);
  const leftOut = all.length - units.length;
  const report = mediationReport(found, { title: `What moved ${value}`, value });
  const remarks = leftOut === 0 ? [] : [`Left out for want of a value: ${leftOut} of ${all.length} units.`];
  return {
    json: { ...found, units: units.length, leftOut },
    document: { ...report, summary: [...report.summary, ...remarks] },
  };
}
