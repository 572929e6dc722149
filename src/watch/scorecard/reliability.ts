import { type CellDefinition, counted, defineCell, graded, noEvidence } from "./cell.ts";

const ANSWERED = { good: 0.999, fair: 0.99 };

/** Reliability: right answers, whatever happens. */
export const reliability: readonly CellDefinition[] = [
  defineCell("How many decisions did the release itself answer?", ({ journal, system, file }) => {
    if (journal === null) return noEvidence(`Decisions in the journal: \`alidade serve ${file}\`.`);
    const { decisions, fellBack, failed, last } = journal;
    const stoodIn = Math.max(fellBack, failed);
    return {
      finding: graded(1 - stoodIn / decisions, ANSWERED),
      says: `Of ${counted(decisions, "decision")}, ${stoodIn.toLocaleString("en-US")} were answered by a fallback.`,
      see: `\`alidade decisions --system ${system.name}\``,
      at: last,
    };
  }),
  defineCell("Has the way back been walked?", ({ plans, system }) => {
    const back = plans.filter(({ restores }) => restores !== undefined);
    const last = back.at(-1);
    if (last === undefined) return noEvidence(`A rollback, if only as a drill: \`alidade rollback ${system.name}\`.`);
    return {
      finding: "good",
      says: `${counted(back.length, "rollback")}, the last to the plan of version ${last.restores}.`,
      see: `\`alidade history ${system.name}\``,
      at: last.at,
    };
  }),
  defineCell("Could every release be served that was to be?", ({ history, releases, plans, system }) => {
    const failed = history.filter(({ what }) => what === "release.check-failed");
    const served = new Set(plans.flatMap(({ allocations }) => allocations.map(({ release }) => release)));
    const last = failed.at(-1) ?? plans.at(-1);
    const models = releases.filter(({ id, kind }) => kind === "model" && served.has(id)).length;
    if (last === undefined || models + failed.length === 0)
      return noEvidence("A model that is released: a fresh process checks it first.");
    return {
      finding: failed.length === 0 ? "good" : "fair",
      says: `${counted(models, "release")} of models served; the check in a fresh process kept ${failed.length} others from it.`,
      see: `\`alidade history ${system.name}\``,
      at: last.at,
    };
  }),
];
