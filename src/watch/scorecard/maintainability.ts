import { trainingsOf } from "../../registry/index.ts";
import { type CellDefinition, defineCell, graded, noEvidence, outOf } from "./cell.ts";

const REASONED = { good: 0.8, fair: 0.4 };
/** Reasons that no person gave. */
const BY_ITSELF: ReadonlySet<string> = new Set(["", "trained", "training", "released from the command line"]);
/** What people change, and ought to have a reason for. */
const CHANGES = /^(plan|weights|experiment|gate|objective)\./;
const KEPT = { good: 0.95, fair: 0.5 };

/** Maintainability: the next person can tell what is there, and why. */
export const maintainability: readonly CellDefinition[] = [
  defineCell("Do changes say why?", ({ history, system }) => {
    const changes = history.filter(({ what }) => CHANGES.test(what));
    const last = changes.at(-1);
    if (last === undefined) return noEvidence("A change of what is served.");
    const reasoned = changes.filter(({ why }) => !BY_ITSELF.has(why)).length;
    return {
      finding: graded(reasoned / changes.length, REASONED),
      says: `${outOf(reasoned, changes.length)} changes have a reason of their own.`,
      see: `\`alidade history ${system.name}\``,
      at: last.at,
    };
  }),
  defineCell("Does every training leave a report?", ({ runs, file }) => {
    const finished = trainingsOf(runs);
    const last = finished.at(-1);
    if (last === undefined) return noEvidence(`A finished training: \`alidade train ${file}\`.`);
    const kept = finished.filter(({ artefacts }) => artefacts.report !== undefined).length;
    return {
      finding: graded(kept / finished.length, KEPT),
      says: `${outOf(kept, finished.length)} trainings keep the page that was written on them.`,
      see: `\`alidade runs show ${last.id}\``,
      at: last.startedAt,
    };
  }),
  defineCell("Are the features described, or owned?", ({ system, snapshots, file }) => {
    const names = Object.keys(system.features);
    const last = snapshots.at(-1);
    if (last === undefined || names.length === 0) return noEvidence(`A snapshot: \`alidade train ${file}\`.`);
    const told = names.filter((name) => {
      const about = system.about?.[name];
      return about?.description !== undefined || about?.owner !== undefined;
    });
    return {
      finding: graded(told.length / names.length, REASONED),
      says: `${outOf(told.length, names.length)} features are described or have an owner.`,
      see: `\`alidade data catalog ${file}\``,
      at: last.createdAt,
    };
  }),
];
