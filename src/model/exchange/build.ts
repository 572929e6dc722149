import type { Model, Signature } from "../model.ts";
import { checkSignature } from "../signature.ts";
import type { TreesBody } from "../trees/body.ts";
import { checkTrees } from "../trees/check.ts";
import { importMalformed, importOption } from "./errors.ts";
import type { Foreign, ForeignTree, ImportOptions } from "./foreign.ts";
import { grower, type LeafMap } from "./grower.ts";
import { type Role, roleOf } from "./role.ts";
import { slotsOf } from "./slots.ts";

/** The model of a foreign forest, as the caller wants it. */
export function buildModel(foreign: Foreign, options: ImportOptions): Model<TreesBody> {
  const role = roleOf(foreign, options);
  const { task, classes } = role;
  const signature: Signature = { task, features: slotsOf(foreign.features, options), classes };
  const body = bodyOf(foreign, role, options);
  checkTrees(body, signature);
  const model: Model<TreesBody> = { format: "trees", signature, calibration: { kind: "none" }, body };
  if (options.expect !== undefined) checkSignature(model, options.expect);
  return Object.freeze(model);
}

function bodyOf(foreign: Foreign, role: Role, options: ImportOptions): TreesBody {
  const { outputs, link, meaning } = role;
  const rounds = roundsOf(foreign, options);
  const kept = foreign.trees.slice(0, rounds * foreign.treesPerRound);
  const into = grower(leafMap(foreign, outputs));
  for (const tree of foreign.hasVectors ? kept : inTurn(kept, outputs)) tree.grow(into);
  return {
    base: scoresOf(statedBase(foreign, role, options), role),
    link,
    scale: (meaning.slope ?? 1) / (foreign.isAveraged ? Math.max(1, rounds) : 1),
    ...into.finish(),
    levels: foreign.features.map(({ levels }) => levels ?? []),
  };
}

function roundsOf({ trees, treesPerRound }: Foreign, { rounds: wanted }: ImportOptions): number {
  const all = Math.ceil(trees.length / treesPerRound);
  if (wanted === undefined) return all;
  if (Number.isInteger(wanted) && wanted >= 0 && wanted <= all) return wanted;
  throw importOption({ option: "rounds", what: `it must be a whole number from 0 to ${all}. Got ${wanted}` });
}

/** Leaves hold one value each, or one per output all over the forest; of these, one is kept when one is wanted. */
function leafMap(foreign: Foreign, outputs: readonly number[]): LeafMap {
  const [only] = outputs;
  return (leaf) => {
    const width = typeof leaf === "number" ? 0 : leaf.length;
    if (width !== (foreign.hasVectors ? foreign.outputs : 0))
      throw importMalformed({ what: "a leaf does not hold as many values as the others" });
    const isPicked = typeof leaf !== "number" && outputs.length === 1;
    return isPicked ? (leaf[only as number] as number) : leaf;
  };
}

/** A body counts trees for its outputs in turn; a file may group them otherwise. */
function inTurn(trees: readonly ForeignTree[], outputs: readonly number[]): readonly ForeignTree[] {
  const perOutput = Map.groupBy(trees, ({ output }) => output);
  const lists = outputs.map((k) => perOutput.get(k) ?? []);
  const longest = lists[0]?.length ?? 0;
  if (lists.some(({ length }) => length !== longest))
    throw importMalformed({ what: "the outputs do not have equally many trees" });
  return Array.from({ length: longest }, (_, i) => lists.map((list) => list[i] as ForeignTree)).flat();
}

/** The base score of each kept output, in the framework's own terms. */
function statedBase({ base }: Foreign, { outputs }: Role, { baseScore }: ImportOptions): readonly number[] {
  if (base !== undefined && baseScore !== undefined)
    throw importOption({ option: "baseScore", what: "the file itself states its base score" });
  const stated = base ?? baseScore;
  if (stated === undefined)
    throw importOption({ option: "baseScore", what: "the file states none, so it has to be given" });
  return outputs.map((k) => (typeof stated === "number" ? stated : (stated[k] ?? Number.NaN)));
}

function scoresOf(base: readonly number[], { meaning }: Role): readonly number[] {
  const scores = base.map(meaning.toScore);
  if (scores.every(Number.isFinite)) return scores;
  throw importOption({ option: "baseScore", what: `${base.join(", ")} is no base score of this objective` });
}
