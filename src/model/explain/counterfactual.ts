import { type Cell, cellIn, type Row } from "../../data/index.ts";
import { calibrateOutputs } from "../calibration/apply.ts";
import type { Model } from "../model.ts";
import { rowScorer } from "../score.ts";
import type { TreesBody } from "../trees/body.ts";
import { readRow } from "../trees/cells.ts";
import { compile } from "../trees/compile.ts";
import { applyTreesLink } from "../trees/link.ts";
import { cellScorer } from "../trees/score.ts";
import { checkOptions } from "./check-options.ts";
import type { CounterfactualOptions } from "./counterfactual-options.ts";
import { type Behind, forestsBehind } from "./forests-behind.ts";
import { type Move, movesOf, type Reader } from "./moves.ts";
import { hunt, type Plan } from "./pursue.ts";

/** One feature's part of a change. */
export interface Change {
  readonly feature: string;
  readonly from: Cell;
  readonly to: Cell;
  readonly cost: number;
}

/** The answer. */
export type Counterfactual =
  | {
      readonly kind: "change";
      readonly changes: readonly Change[];
      readonly cost: number;
      /** The output as it is and after the change. */
      readonly from: number;
      readonly to: number;
      /**
       * `cheapest`: no cheaper change of up to two features flips the decision, where a number may take one value in each
       * interval between the forests' thresholds. `found`: there may be a cheaper one.
       */
      readonly guarantee: "cheapest" | "found";
    }
  | {
      readonly kind: "no-change-found";
      readonly from: number;
      /** `impossible`: no change of up to `most` features flips it. `not-found`: the search ended before it could tell. */
      readonly reason: "impossible" | "not-found";
    }
  | { readonly kind: "unexplained"; readonly reason: "format" };

/**
 * The cheapest allowed change of a row that flips a decision about it: forests alone tell what could matter, by themselves
 * or as parts of a composed model, and every answer was scored. Features that choose a part are left as they are. Throws
 * `model.not-a-feature`, `model.counterfactual-invalid`.
 */
export function counterfactual(model: Model, row: Row, options: CounterfactualOptions): Counterfactual {
  checkOptions(model.signature, options);
  const { threshold, output = 0, most = 3 } = options;
  const behind = forestsBehind(model, row, output);
  if (behind === undefined) return { kind: "unexplained", reason: "format" };
  const isForest = model.format === "trees";
  const budget = options.budget ?? (isForest ? TRIES : TRIES_OF_PARTS);
  const from = scoreOf(model, row, output);
  const score = isForest ? planScorer(model as Model<TreesBody>, row, output) : rowPlanScorer(model, row, output);
  const gap = (moves: readonly Move[]): number =>
    from >= threshold ? aboveOrAt(score(moves), threshold) : threshold - score(moves);
  const { plan, exact } = hunt({ features: terrains(model, row, { ...options, behind }), gap, most, budget });
  const isSure = exact && !behind.keys.some((key) => Object.hasOwn(options.actionable, key));
  if (plan === undefined) return { kind: "no-change-found", from, reason: isSure ? "impossible" : "not-found" };
  const changes = plan.moves.map((move) => changeOf(model, row, move));
  const to = scoreOf(model, changed(model, row, plan), output);
  return { kind: "change", changes, cost: plan.cost, from, to, guarantee: isSure ? "cheapest" : "found" };
}

/** About a second each: a composed model scores whole rows. */
const TRIES = 200_000;
const TRIES_OF_PARTS = 20_000;

/** How far above the threshold, never 0 at the threshold itself: that still decides as before. */
function aboveOrAt(score: number, threshold: number): number {
  return score < threshold ? score - threshold : score - threshold + Number.MIN_VALUE;
}

function terrains(
  { signature }: Model,
  row: Row,
  { actionable, behind }: CounterfactualOptions & { readonly behind: Behind },
): readonly (readonly Move[])[] {
  return signature.features.flatMap((feature, slot) => {
    const { name } = feature;
    const may = Object.hasOwn(actionable, name) ? actionable[name] : undefined;
    if (may === undefined || behind.keys.includes(name)) return [];
    const readers = behind.forests.flatMap((forest) => readerOf(forest, name));
    if (readers.length === 0) return [];
    const moves = movesOf({ readers, slot, feature, from: cellIn(row, name), may });
    return moves.length > 0 ? [moves] : [];
  });
}

function readerOf({ body, signature }: Model<TreesBody>, name: string): readonly Reader[] {
  const slot = signature.features.findIndex((feature) => feature.name === name);
  return slot < 0 ? [] : [{ body, slot }];
}

/** The output of a row after some moves: what `scoreRow` would say, without building the row. */
function planScorer(model: Model<TreesBody>, row: Row, output: number): (moves: readonly Move[]) => number {
  const { body, signature } = model;
  const forest = compile(body);
  const start = new Float64Array(signature.features.length);
  readRow(forest, signature.features, start)(row);
  const cells = new Float64Array(start.length);
  const out = new Float64Array(body.base.length);
  const score = cellScorer(forest);
  return (moves) => {
    cells.set(start);
    for (const { slot, cell } of moves) cells[slot] = cell;
    score(cells, out);
    return calibrateOutputs(model, applyTreesLink(body.link, out, out.length))[output] as number;
  };
}

/** The same of any model, by scoring the changed row. */
function rowPlanScorer(model: Model, row: Row, output: number): (moves: readonly Move[]) => number {
  return (moves) => scoreOf(model, changed(model, row, { moves }), output);
}

function scoreOf(model: Model, row: Row, output: number): number {
  const out = new Float64Array(Math.max(1, model.signature.classes.length));
  rowScorer(model)(row, out);
  return out[output] as number;
}

function changeOf({ signature }: Model, row: Row, { slot, to, cost }: Move): Change {
  const feature = signature.features[slot]?.name ?? "";
  return { feature, from: cellIn(row, feature), to, cost };
}

function changed({ signature }: Model, row: Row, { moves }: Pick<Plan, "moves">): Row {
  return { ...row, ...Object.fromEntries(moves.map(({ slot, to }) => [signature.features[slot]?.name, to])) };
}
