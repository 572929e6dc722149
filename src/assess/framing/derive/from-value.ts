import { bestQuantile, type PerUnit } from "../../../objective/index.ts";
import { binary, multiclass } from "../../../system/index.ts";
import type { Answers, Places } from "../answers.ts";
import type { Bench } from "../bench.ts";
import type { Framing, Untried } from "../framing.ts";
import { eachJudged, type Said, saidAt } from "../said.ts";
import { numberAt, oncePerPart, quantileOfClasses, valuesByClass } from "../spread.ts";
import { UPKEEP } from "../upkeep.ts";
import { type Buckets, bucketCount, bucketsOf, withLabel } from "./buckets.ts";
import { learnerTo } from "./learner.ts";
import { modelOutputs, withModel } from "./reframed.ts";

/** A value as classes: several buckets at its quantiles, and two, above the middle or not. */
export function fromValue(bench: Bench): readonly (Framing | Untried)[] {
  const untried: Untried = { name: "ranking", why: "an order of cases says nothing of how large a value is" };
  const { values } = bench.label;
  const count = bucketCount(bench.framed.dataset.rows);
  const several = bucketsOf(values, count);
  const two = bucketsOf(values, 2);
  return [
    ...(several.edges.length > 1 ? [asBuckets(bench, several)] : []),
    ...(two.edges.length === 1 ? [asHalves(bench, two)] : []),
    untried,
  ];
}

function asBuckets(bench: Bench, buckets: Buckets): Framing {
  const label = `${bench.target} in buckets`;
  const classes = buckets.names.length;
  const dataset = withLabel(bench.framed.dataset, label, { values: buckets.of, classes: buckets.names });
  const head = multiclass({ label, learner: learnerTo("multiclass", bench.system, { dataset, classes }) });
  return {
    name: `one of ${classes} buckets`,
    origin: "derived",
    task: `multiclass, ${classes} classes`,
    system: withModel(bench, head),
    framed: { ...bench.framed, dataset },
    onNewClass: "no-classes",
    upkeep: UPKEEP.buckets(classes),
    outputs: modelOutputs,
    answer: (said, places) => quantileAnswers(bench, buckets, { said, places, chancesAt: (at) => saidAt(said, at) }),
  };
}

function asHalves(bench: Bench, buckets: Buckets): Framing {
  const label = `${bench.target} above the middle`;
  const dataset = withLabel(bench.framed.dataset, label, { values: buckets.of, classes: [] });
  return {
    name: `yes or no: ${bench.target} is ${buckets.names[1]}`,
    origin: "derived",
    task: "binary",
    system: withModel(bench, binary({ label, learner: learnerTo("binary", bench.system, { dataset }) })),
    framed: { ...bench.framed, dataset },
    onNewClass: "no-classes",
    upkeep: UPKEEP.cut,
    outputs: modelOutputs,
    answer: (said, places) =>
      quantileAnswers(bench, buckets, {
        said,
        places,
        chancesAt: (at) => [1 - numberAt(said, at), numberAt(said, at)],
      }),
  };
}

interface Chances {
  readonly said: Said;
  readonly places: Places;
  chancesAt(at: number): ArrayLike<number>;
}

/** The value that loses least, when a class is known by its chances and a value within it by what was learned from. */
function quantileAnswers(bench: Bench, { of, names }: Buckets, { said, places, chancesAt }: Chances): Answers {
  const q = bestQuantile(bench.system.objective.payoff as PerUnit);
  const shape = { values: bench.label.values, classOf: of, classes: names.length };
  const byClassOf = oncePerPart(({ train }) => valuesByClass(train, shape));
  const values = new Float64Array(places.size).fill(Number.NaN);
  eachJudged(said, places, (at, place, part) => {
    values[place] = quantileOfClasses(chancesAt(at), byClassOf(part), q);
  });
  return { kind: "value", values };
}
