import { type Release, trainingsOf } from "../../registry/index.ts";
import { type CellDefinition, counted, defineCell, graded, noEvidence, outOf } from "./cell.ts";

const APART = { good: 0.5, fair: 0.2 };

/** Modularity: one part is changed, and the others stay. */
export const modularity: readonly CellDefinition[] = [
  defineCell("Do releases change one part alone?", ({ releases, system, file }) => {
    const models = releases.filter(({ kind }) => kind === "model");
    const steps = models.slice(1).map((release, i) => partsChanged(models[i] as Release, release));
    const last = models.at(-1);
    if (last === undefined || steps.length === 0)
      return noEvidence(`Two releases of models: \`alidade train ${file}\` makes one.`);
    const alone = steps.filter((parts) => parts === 1).length;
    return {
      finding: graded(alone / steps.length, APART),
      says: `${outOf(alone, steps.length)} later releases changed one head’s model, the weights or the policy, and nothing else.`,
      see: `\`alidade history ${system.name}\``,
      at: last.createdAt,
    };
  }),
  defineCell("Does each head learn by itself?", ({ runs, system, file }) => {
    const heads = Object.keys(system.heads);
    const last = trainingsOf(runs).at(-1);
    if (last === undefined) return noEvidence(`A finished training: \`alidade train ${file}\`.`);
    if (heads.length < 2)
      return {
        finding: "good",
        says: `There is ${counted(heads.length, "head")}, so that nothing learns together.`,
        see: `\`alidade runs show ${last.id}\``,
        at: last.startedAt,
      };
    const apart = runs.findLast(({ facts }) => Array.isArray(facts.learned));
    if (apart === undefined)
      return noEvidence(`A training of one of ${heads.length} heads: \`alidade train ${file} --head ${heads[0]}\`.`);
    return {
      finding: "good",
      says: `${(apart.facts.learned as readonly string[]).join(", ")} learned while ${heads.length - (apart.facts.learned as readonly string[]).length} other heads stayed.`,
      see: `\`alidade runs show ${apart.id}\``,
      at: apart.startedAt,
    };
  }),
];

/** How many parts differ: each head's model is one, and so are the weights and the policy, whose cutoffs follow the models. */
function partsChanged(before: Release, after: Release): number {
  const heads = new Set([...Object.keys(before.models), ...Object.keys(after.models)]);
  const models = [...heads].filter((head) => before.models[head] !== after.models[head]).length;
  const policy = models === 0 && JSON.stringify(before.policy) !== JSON.stringify(after.policy);
  return models + (before.weights === after.weights ? 0 : 1) + (policy ? 1 : 0);
}
