import { cell, column } from "../../data/index.ts";
import type { Places } from "./answers.ts";
import type { Bench } from "./bench.ts";
import { listFields } from "./derive/list-fields.ts";

/** Decisions whose true class, or chosen candidate, appears nowhere in what was learned from. */
export interface NewClasses {
  /** Their names, each once. */
  readonly names: readonly string[];
  /** Places of the decisions. */
  readonly places: Int32Array;
}

/** Finds them; null for systems that have neither classes nor named candidates. */
export function newClassesOf(bench: Bench, places: Places): NewClasses | null {
  const nameOf = namesIn(bench);
  if (nameOf === null) return null;
  const { plan, framed, label } = bench;
  const isRanking = framed.dataset.lists !== null;
  const names = new Set<string>();
  const found = new Set<number>();
  for (const fit of plan.judged) {
    const { train, score } = plan.fits[fit] ?? { train: [], score: [] };
    const learned = new Set(Array.from(train, nameOf));
    for (const row of score) {
      const place = places.get(framed.decision[row] as number);
      const isTrue = !isRanking || (label.values[row] as number) > 0;
      const name = nameOf(row);
      if (place === undefined || !isTrue || name === null || learned.has(name)) continue;
      names.add(name);
      found.add(place);
    }
  }
  return { names: [...names].sort(), places: Int32Array.from(found) };
}

/** The class of a row, or the name of its candidate. */
function namesIn({ system, framed, label }: Bench): ((row: number) => string | null) | null {
  if (system.policy.policy === "pick-label") return (row) => label.classes[label.values[row] as number] ?? null;
  if (system.policy.policy !== "rank-by") return null;
  const { candidate } = listFields(system, framed);
  if (candidate === undefined) return null;
  const names = column(framed.table, candidate);
  return (row) => {
    const name = cell(names, framed.row[row] as number);
    return name === null ? null : String(name);
  };
}
