import { takeRows } from "../../../data/index.ts";
import { evaluate, type Node, wordsOf } from "../../../features/index.ts";
import { advantage, stakesOf } from "../../../objective/index.ts";
import { binary, multiclass, regression } from "../../../system/index.ts";
import type { Dataset } from "../../../train/index.ts";
import type { Answers, Places } from "../answers.ts";
import type { Bench } from "../bench.ts";
import { directAnswers, thresholdOf } from "../direct.ts";
import type { Framing, Untried } from "../framing.ts";
import { eachJudged, type Said, saidAt } from "../said.ts";
import { type Bound, oncePerPart, residualsOf, shareKeeping, valuesByClass } from "../spread.ts";
import { UPKEEP } from "../upkeep.ts";
import { bestCut } from "./best-cut.ts";
import { bucketCount, bucketsOf, withLabel } from "./buckets.ts";
import { learnerTo } from "./learner.ts";
import { modelOutputs, withModel } from "./reframed.ts";

/**
 * Acting or not by something else than the chance of a yes: the number that the outcome cuts, as a value or in buckets; the
 * yes or no by least squares; another declared outcome, such as a shorter horizon of the same.
 */
export function fromAct(bench: Bench): readonly (Framing | Untried)[] {
  const cut = cutNumber(bench);
  return [
    ...(cut === null ? [asSquares(bench)] : [asNumber(bench, cut), asBuckets(bench, cut)]),
    ...otherTargets(bench).map((name) => asOther(bench, name)),
    { name: "ranking", why: "there are no lists in which cases compete" },
  ];
}

/** A number that the outcome is made of. */
interface CutNumber {
  readonly name: string;
  /** By row of the dataset. */
  readonly values: Float64Array;
  readonly bound: Bound;
}

const BOUNDS: readonly string[] = ["at-least", "above", "at-most", "below"];

/** The number behind an outcome such as `r.days.above(30)`; null where there is none. */
function cutNumber({ system, target, framed }: Bench): CutNumber | null {
  const node = system.outcomes[target]?.history;
  if (node?.op !== "apply" || !BOUNDS.includes(node.operator)) return null;
  const [number, bound] = node.args as readonly [Node | undefined, Node | undefined];
  if (number === undefined || number.op === "literal" || bound?.op !== "literal") return null;
  const found = evaluate(number, takeRows(framed.table, framed.row), "number");
  if (found.kind === "text" || found.values.some((value) => Number.isNaN(value))) return null;
  return {
    name: wordsOf(number),
    values: found.values,
    bound: { operator: node.operator as Bound["operator"], bound: Number(bound.value) },
  };
}

function asNumber(bench: Bench, { name, values, bound }: CutNumber): Framing {
  const dataset = withLabel(bench.framed.dataset, name, { values, classes: [] });
  const head = regression({ label: name, learner: learnerTo("regression", bench.system, { dataset }) });
  return {
    ...common(bench, dataset),
    name: `the value of ${name}, then a threshold`,
    task: "regression",
    system: withModel(bench, head),
    upkeep: UPKEEP.binary,
    answer: (said, places) => {
      const offOf = oncePerPart((part) => residualsOf(said, part, values));
      return chanceAnswers(bench, { said, places }, (at, part) =>
        shareKeeping(bound, offOf(part), said.outputs[at] as number),
      );
    },
  };
}

function asBuckets(bench: Bench, { name, values, bound }: CutNumber): Framing {
  const { edges, names, of } = bucketsOf(values, bucketCount(bench.framed.dataset.rows), bound.bound);
  const label = `${name} in buckets`;
  const dataset = withLabel(bench.framed.dataset, label, { values: of, classes: names });
  const head = multiclass({
    label,
    learner: learnerTo("multiclass", bench.system, { dataset, classes: names.length }),
  });
  const shape = { values, classOf: of, classes: names.length };
  return {
    ...common(bench, dataset),
    name: `one of ${edges.length + 1} buckets of ${name}, then a threshold`,
    task: `multiclass, ${names.length} classes`,
    system: withModel(bench, head),
    upkeep: UPKEEP.buckets(names.length),
    answer: (said, places) => {
      const keepOf = oncePerPart(({ train }) => valuesByClass(train, shape).map((of) => shareKeeping(bound, of)));
      return chanceAnswers(bench, { said, places }, (at, part) => {
        const keep = keepOf(part);
        return saidAt(said, at).reduce((sum, chance, k) => sum + chance * (keep[k] as number), 0);
      });
    },
  };
}

function asSquares(bench: Bench): Framing {
  const { dataset } = bench.framed;
  const head = regression({ label: bench.target, learner: learnerTo("regression", bench.system, { dataset }) });
  const system = withModel(bench, head);
  return {
    ...common(bench, dataset),
    name: "the share of yes by least squares, then a threshold",
    task: "regression",
    system,
    upkeep: UPKEEP.binary,
    answer: (said, places) => directAnswers(system, said, places),
  };
}

function otherTargets({ system, target }: Bench): readonly string[] {
  return Object.entries(system.outcomes).flatMap(([name, { kind }]) =>
    kind === "flag" && name !== target ? [name] : [],
  );
}

/** Acts by the chance of another outcome, from where that has paid on rows that may be looked at. */
function asOther(bench: Bench, label: string): Framing {
  const { dataset } = bench.framed;
  const head = binary({ label, learner: learnerTo("binary", bench.system, { dataset }) });
  const { yes, no } = advantage(stakesOf(bench.system.objective));
  return {
    ...common(bench, dataset),
    name: `by \`${label}\` instead`,
    task: "binary, another outcome",
    system: withModel(bench, head),
    upkeep: UPKEEP.cut,
    answer: (said, places) => {
      const gain = bench.label.values.map((truth) => (truth === 1 ? yes : no));
      const cutOf = oncePerPart(({ held }) =>
        bestCut(
          Float64Array.from(held, (at) => said.outputs[at] as number),
          Float64Array.from(held, (at) => gain[said.rows[at] as number] as number),
        ),
      );
      const score = new Float64Array(places.size).fill(Number.NaN);
      eachJudged(said, places, (at, place, part) => {
        score[place] = (said.outputs[at] as number) - cutOf(part);
      });
      return { kind: "act", score, threshold: 0 };
    },
  };
}

function common({ framed }: Bench, dataset: Dataset): Pick<Framing, "origin" | "framed" | "onNewClass" | "outputs"> {
  return { origin: "derived", framed: { ...framed, dataset }, onNewClass: "no-classes", outputs: modelOutputs };
}

interface Asked {
  readonly said: Said;
  readonly places: Places;
}

/** Acts from the declared threshold on, by a chance that is worked out place by place. */
function chanceAnswers(
  { system }: Bench,
  { said, places }: Asked,
  chanceAt: (at: number, part: Said["parts"][number]) => number,
): Answers {
  const score = new Float64Array(places.size).fill(Number.NaN);
  eachJudged(said, places, (at, place, part) => {
    score[place] = chanceAt(at, part);
  });
  return { kind: "act", score, threshold: thresholdOf(system) };
}
