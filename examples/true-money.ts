import { type Row, type Table, tableOf } from "../src/data/index.ts";
import { known } from "../src/kernel/index.ts";
import { scoreModel } from "../src/model/index.ts";
import type { Business, Case } from "../src/sim/index.ts";
import type { System } from "../src/system/index.ts";
import { type ActRun, datasetOf } from "../src/train/index.ts";

/** A business in which a system decides, and the cases of a stretch of it. */
export interface Trial {
  readonly business: Business;
  readonly cases: readonly Case[];
  /** The features of each case, as the system makes them. */
  readonly features: Table;
}

/** The cases of some days, as the system sees them. */
export function trialOf(system: System, business: Business, days: number): Trial {
  const { start, historyKinds, kinds } = business;
  const cases = [...business.traffic({ from: start, to: start + days * 86_400_000 })];
  // As if nobody had acted, with what would have come of it.
  const undone: Record<string, Row[string]> = {};
  for (const [name, kind] of Object.entries(historyKinds))
    if (!(name in kinds)) undone[name] = kind === "flag" ? false : 1;
  const rows = cases.map((one) => {
    const known = business.outcome(one, business.actions.otherwise).map(({ outcome, value }) => [outcome, value]);
    return { ...undone, ...one.given, decided_at: one.at, ...(Object.fromEntries(known) as Row) };
  });
  return { business, cases, features: datasetOf(system, tableOf(historyKinds, rows)).features };
}

/** What the first head of a run says of each case. */
export function scoresOf(run: ActRun, { features }: Trial): Float64Array {
  return scoreModel(known(run.heads[0], "the head").model, features);
}

/** Money a decision more than by never acting, counted by whoever knows the truth. */
export function trueGain({ business, cases }: Trial, acts: (n: number) => boolean): number {
  const { act, otherwise } = business.actions;
  const gains = cases.map((one, n) => (acts(n) ? business.worth(one, act) - business.worth(one, otherwise) : 0));
  return gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
}
