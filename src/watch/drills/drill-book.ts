import type { Instant } from "../../kernel/index.ts";
import type { Records } from "../../store/index.ts";
import type { Drill, DrillFindings } from "./drill.ts";

/** Drills, kept: once done, never changed. */
export interface DrillBook {
  keep(findings: DrillFindings, done: { readonly at: Instant; readonly by: string }): Promise<Drill>;
  /** A system's drills, oldest first. */
  list(system: string): Promise<readonly Drill[]>;
}

/** Keeps drills in the records of a state. */
export function drillBook(records: Pick<Records, "collection" | "transaction">): DrillBook {
  const nameOf = (system: string): string => `drills/${system}`;
  return {
    keep: (findings, done) =>
      records.transaction(async (store) => {
        const drills = store.collection<Drill>(nameOf(findings.system));
        const number = (await drills.list()).length + 1;
        const drill: Drill = { ...findings, ...done, number, id: `drl_${number}` };
        await drills.insert(drill.id, drill);
        return drill;
      }),
    list: async (system) => (await records.collection<Drill>(nameOf(system)).list()).map(({ value }) => value),
  };
}
