import { takeRows } from "../../data/index.ts";
import { divideRows, type Part } from "../../evaluate/index.ts";
import { targetsOf } from "../../system/index.ts";
import { pricedOutcome } from "../../train/index.ts";
import type { Ground } from "./ground.ts";
import { gainFrom, type LearningCurve } from "./learning-curve.ts";
import { type Opportunity, overYear } from "./opportunity.ts";

/** So many labels of the rarer side in a part are few. */
const FEW = 200;
/** A share of rows without a label that is worth the work of labelling. */
const UNLABELLED = 0.05;

/** What twice the rows would bring, what the labels that lack, and what more labels in the parts that have few. */
export function moreRows(ground: Ground, curve: LearningCurve): readonly Opportunity[] {
  return [doubled(ground, curve), ...labelled(ground, curve), ...thinParts(ground, curve)];
}

function doubled(ground: Ground, curve: LearningCurve): Opportunity {
  const perDecision = gainFrom(curve, 2, ground.mean);
  const { file, dataset } = ground;
  return {
    kind: "more-data",
    name: "twice the rows",
    says: `Twice the rows to learn from: now there are ${dataset.rows.toLocaleString("en-US")}.`,
    perDecision,
    perYear: overYear(perDecision, ground.decisionsPerYear),
    basis: "projected",
    rests: "A learning curve through an eighth, a quarter, a half and all of the rows, drawn out over usual exponents.",
    next: [`alidade data pull ${file}`, `alidade train ${file} --why "more rows"`],
  };
}

/** Rows of which nobody knows what came. */
function labelled(ground: Ground, curve: LearningCurve): readonly Opportunity[] {
  const { dataset, file, system } = ground;
  const all = dataset.rows + dataset.unlabelled;
  const share = dataset.unlabelled / Math.max(1, all);
  if (share <= UNLABELLED) return [];
  const perDecision = gainFrom(curve, all / dataset.rows, ground.mean);
  const outcome = targetsOf(system)[0] ?? "";
  return [
    {
      kind: "labels",
      name: outcome,
      says: `${dataset.unlabelled.toLocaleString("en-US")} rows (${Math.round(100 * share)}%) have no label: nobody knows ${outcome} of them.`,
      perDecision,
      perYear: overYear(perDecision, ground.decisionsPerYear),
      basis: "projected",
      rests: "The learning curve, drawn out to as many rows as there are.",
      next: [`alidade decisions labels ${file}`, `alidade check ${file}`],
    },
  ];
}

/** Declared slices in which the rarer side has few labels: what twice the rows would bring in them alone. */
function thinParts(ground: Ground, curve: LearningCurve): readonly Opportunity[] {
  const { dataset, rows } = ground;
  const label = dataset.labels[pricedOutcome(ground.system)];
  if (label === undefined || label.classes.length > 0) return [];
  const columns = takeRows(dataset.slices, rows).columns;
  return columns.flatMap((column) =>
    divideRows(column).flatMap((part): readonly Opportunity[] => {
      const yes = part.rows.reduce((sum, place) => sum + (label.values[rows[place] as number] as number), 0);
      const rarer = Math.min(yes, part.rows.length - yes);
      return Number.isInteger(rarer) && rarer < FEW
        ? [thinPart(ground, curve, { field: column.name, part, rarer })]
        : [];
    }),
  );
}

interface Thin {
  readonly field: string;
  readonly part: Part;
  readonly rarer: number;
}

function thinPart(ground: Ground, { points }: LearningCurve, { field, part, rarer }: Thin): Opportunity {
  const inside = new Set(part.rows);
  const own = points.map(({ share, money }) => ({
    share,
    money: money.map((value, place) => (inside.has(place) ? value : 0)),
  }));
  const perDecision = gainFrom({ points: own }, 2, ground.mean);
  const name = `${field} = ${part.value}`;
  return {
    kind: "labels",
    name,
    says: `Where ${field} is ${part.value} there are ${rarer.toLocaleString("en-US")} labels of the rarer side to learn from.`,
    perDecision,
    perYear: overYear(perDecision, ground.decisionsPerYear),
    basis: "projected",
    rests: "The learning curve of these decisions alone, were there twice as many rows of all kinds.",
    next: [`alidade data annotators --help`, `alidade data pull ${ground.file}`],
  };
}
