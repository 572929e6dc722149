import { type Cell, cellIn, type Row } from "../../data/index.ts";
import { applyCalibration } from "../calibration/apply.ts";
import type { Model } from "../model.ts";
import { rowScorer } from "../score.ts";
import type { TreesBody } from "../trees/body.ts";
import { readRow } from "../trees/cells.ts";
import { compile } from "../trees/compile.ts";
import { applyTreesLink } from "../trees/link.ts";
import { cellScorer } from "../trees/score.ts";
import { checkOptions } from "./check-options.ts";
import type { CounterfactualOptions } from "./counterfactual-options.ts";
import { type Move, movesOf } from "./moves.ts";
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
       * interval between the forest's thresholds. `found`: there may be a cheaper one.
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
 * The cheapest allowed change of a row that flips a decision about it: a forest alone tells what could matter, and every
 * answer was scored. Throws `model.not-a-feature`, `model.counterfactual-invalid`.
 */
export function counterfactual(model: Model, row: Row, options: CounterfactualOptions): Counterfactual {
  checkOptions(model.signature, options);
  if (model.format !== "trees") return { kind: "unexplained", reason: "format" };
  const { threshold, output = 0, most = 3, budget = 200_000 } = options;
  const from = scoreOf(model, row, output);
  const score = planScorer(model as Model<TreesBody>, row, output);
  const gap = (moves: readonly Move[]): number =>
    from >= threshold ? aboveOrAt(score(moves), threshold) : threshold - score(moves);
  const features = terrains(model as Model<TreesBody>, row, options);
  const { plan, exact } = hunt({ features, gap, most, budget });
  if (plan === undefined) return { kind: "no-change-found", from, reason: exact ? "impossible" : "not-found" };
  const changes = plan.moves.map((move) => changeOf(model, row, move));
  const to = scoreOf(model, changed(model, row, plan), output);
  return { kind: "change", changes, cost: plan.cost, from, to, guarantee: exact ? "cheapest" : "found" };
}

/** How far above the threshold, never 0 at the threshold itself: that still decides as before. */
function aboveOrAt(score: number, threshold: number): number {
  return score < threshold ? score - threshold : score - threshold + Number.MIN_VALUE;
}

function terrains(
  { body, signature }: Model<TreesBody>,
  row: Row,
  { actionable }: CounterfactualOptions,
): readonly (readonly Move[])[] {
  return signature.features.flatMap((feature, slot) => {
    const may = Object.hasOwn(actionable, feature.name) ? actionable[feature.name] : undefined;
    if (may === undefined) return [];
    const moves = movesOf({ body, slot, feature, from: cellIn(row, feature.name), may });
    return moves.length > 0 ? [moves] : [];
  });
}

/** The output of a row after some moves: what `scoreRow` would say, without building the row. */
function planScorer(
  { body, signature, calibration }: Model<TreesBody>,
  row: Row,
  output: number,
): (moves: readonly Move[]) => number {
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
    const given = applyTreesLink(body.link, out, out.length)[output] as number;
    return signature.task === "binary" ? applyCalibration(calibration, given) : given;
  };
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

function changed({ signature }: Model, row: Row, { moves }: Plan): Row {
  return { ...row, ...Object.fromEntries(moves.map(({ slot, to }) => [signature.features[slot]?.name, to])) };
}
