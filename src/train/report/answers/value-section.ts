import { insufficient, isInsufficient } from "../../../kernel/index.ts";
import { intervalOf } from "../../../model/index.ts";
import type { PickValue, SettledValue } from "../../../policy/index.ts";
import {
  type Histogram,
  histogram,
  type KeyValues,
  keyValues,
  linePlot,
  type Point,
  percent,
  type Section,
} from "../../../report/index.ts";
import { meanOf } from "../../answers/race.ts";
import { chosenValues, trueValues } from "../../answers/value-race.ts";
import type { AnswerFacts } from "../facts.ts";
import { metricList } from "../metric-list.ts";
import { share } from "../wording.ts";
import { outputsOf, workOf } from "./work.ts";

/** How far off it is, where, and how often its interval holds the truth. */
export function valueSections(facts: AnswerFacts): readonly Section[] {
  const settled = facts.result.settled as SettledValue;
  const truth = trueValues(workOf(facts));
  const { outputs } = outputsOf(facts);
  return [
    {
      title: "How far off is it?",
      lead: "Rows are put in twenty groups by what the model predicted. On the line, the truth was on average what was predicted.",
      blocks: [
        linePlot({
          title: `What it predicted and what “${facts.outcome}” was`,
          x: { label: "Predicted" },
          y: { label: "True, on average" },
          series: [
            { name: "this model", points: groupMeans(outputs, truth) },
            { name: "as predicted", points: diagonal(outputs) },
          ],
        }),
        histogram({
          title: "Answer less truth",
          x: { label: "Too low on the left, too high on the right" },
          ...spreadOf(chosenValues(settled, outputs).map((value, i) => value - (truth[i] as number))),
        }),
        metricList(facts, ["rmse", "mae", "r2"]),
        intervalFacts(facts),
      ],
    },
  ];
}

const GROUPS = 20;

/** Mean prediction and mean truth of equally large groups of rows, by prediction. */
function groupMeans(outputs: Float64Array, truth: Float64Array): readonly Point[] {
  const order = Array.from(outputs.keys()).sort((a, b) => (outputs[a] as number) - (outputs[b] as number));
  const groups = Array.from({ length: Math.min(GROUPS, order.length) }, (_, g) =>
    order.slice(Math.floor((g * order.length) / GROUPS), Math.floor(((g + 1) * order.length) / GROUPS)),
  ).filter((group) => group.length > 0);
  return groups.map((group) => [
    meanOf(group.map((i) => outputs[i] as number)) ?? 0,
    meanOf(group.map((i) => truth[i] as number)) ?? 0,
  ]);
}

function diagonal(outputs: Float64Array): readonly Point[] {
  const [low, high] = [
    outputs.reduce((a, b) => Math.min(a, b), Infinity),
    outputs.reduce((a, b) => Math.max(a, b), -Infinity),
  ];
  return [
    [low, low],
    [high, high],
  ];
}

/** How wide the interval is and how often it held the truth, on the rows that it was made from. */
function intervalFacts(facts: AnswerFacts): KeyValues {
  const { coverage } = facts.system.policy as PickValue;
  const { outputs } = outputsOf(facts);
  const around = Array.from(outputs, (prediction) => {
    const found = facts.head === null ? insufficient("no-head") : intervalOf(facts.head.model, prediction, coverage);
    return isInsufficient(found) ? null : found;
  });
  const known = around.filter((interval) => interval !== null);
  if (known.length === 0)
    return keyValues({ Interval: `too few rows to know one that holds the truth ${share(coverage)} of the time` });
  const truth = trueValues(workOf(facts));
  const held = around.map((of, i) =>
    of !== null && of.low <= (truth[i] as number) && (truth[i] as number) <= of.high ? 1 : 0,
  );
  const half = meanOf(known.map(({ low, high }) => (high - low) / 2)) ?? 0;
  return keyValues([
    {
      name: "Interval",
      value: `± ${Number(half.toPrecision(3)).toLocaleString("en-US")} on average`,
      note: "Around what the model predicts, wider where it errs more; split conformal.",
    },
    {
      name: "Holds the truth",
      value: percent(meanOf(held) ?? 0),
      note: `Asked for: ${share(coverage)}. On the rows that it was made from.`,
    },
  ]);
}

const BINS = 40;

/** All but the farthest hundredth, in equal bins. */
function spreadOf(errors: Float64Array): Pick<Histogram, "edges" | "series"> {
  const sorted = errors.slice().sort();
  const at = (q: number): number => sorted[Math.floor(q * (sorted.length - 1))] ?? 0;
  const [low, high] = [at(0.005), at(0.995)];
  const width = (high - low) / BINS || 1;
  const counts = new Array<number>(BINS).fill(0);
  for (const error of errors) {
    const bin = Math.floor((error - low) / width);
    if (bin >= 0 && bin < BINS) counts[bin] = (counts[bin] as number) + 1;
  }
  const edges = Array.from({ length: BINS + 1 }, (_, i) => low + i * width);
  return { edges, series: [{ name: "this model", counts }] };
}
