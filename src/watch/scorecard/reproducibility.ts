import { trainingsOf } from "../../registry/index.ts";
import { type CellDefinition, defineCell, graded, noEvidence, outOf } from "./cell.ts";

const CLEAN = { good: 0.9, fair: 0.5 };

/** Reproducibility: the same again from the same. */
export const reproducibility: readonly CellDefinition[] = [
  defineCell("Does learning again give the same model?", ({ history, models, system, file }) => {
    const made = history.filter(({ what }) => what === "model.reproduced");
    const last = made.at(-1);
    const newest = models.at(-1)?.id ?? "<model>";
    if (last === undefined)
      return noEvidence(`A model that is made again and compared: \`alidade reproduce ${file} ${newest}\`.`);
    const same = made.filter(({ facts }) => facts?.same === true).length;
    return {
      finding: graded(same / made.length, { good: 1, fair: 1 }),
      says: `${outOf(same, made.length)} models that were made again came out the same, byte for byte.`,
      see: `\`alidade history ${system.name}\``,
      at: last.at,
    };
  }),
  defineCell("Is it known from which code models were made?", ({ runs, system, file }) => {
    const finished = trainingsOf(runs);
    const last = finished.at(-1);
    if (last === undefined) return noEvidence(`A finished training: \`alidade train ${file}\`.`);
    const clean = finished.filter(({ provenance }) => provenance?.commit != null && provenance.dirty === false).length;
    return {
      finding: graded(clean / finished.length, CLEAN),
      says: `${outOf(clean, finished.length)} trainings ran from a commit with nothing changed beside it.`,
      see: `\`alidade runs ${system.name}\``,
      at: last.startedAt,
    };
  }),
];
