import type { FrontMetric, FrontPoint } from "../../evaluate/index.ts";
import { isInsufficient } from "../../kernel/index.ts";
import type { WeightValues } from "../../policy/index.ts";
import {
  type Axis,
  type Block,
  commandLine,
  type Document,
  estimate,
  formatNumber,
  type Interval,
  paragraph,
  parallelPlot,
  type Section,
  scatterPlot,
  table,
  type Unit,
  type Value,
} from "../../report/index.ts";
import { type Estimated, mapEstimate } from "../../stats/index.ts";
import { targetsOf } from "../../system/index.ts";
import type { ToldFront } from "./front-of.ts";

/** A front for other programs: every setting that was tried, with what it comes to. */
export function frontJson(told: ToldFront): Readonly<Record<string, unknown>> {
  const { system, basis, why, decisions, front } = told;
  return {
    ...{ system: system.name, currency: system.objective.currency, basis, why, decisions },
    sentence: sentenceOf(told),
    ...front,
  };
}

/** A front for a person: whether the weights in use are on it, what else can be had, and how to take it. */
export function frontDocument(told: ToldFront, file: string): Document {
  const { system, front } = told;
  const known = front.points.filter(isKnown(front.metrics));
  return {
    title: `Weights of ${system.name} that can be had`,
    verdict: { tone: front.betterThanNow === null ? "neutral" : "unknown", text: sentenceOf(told) },
    summary: ["Nothing was changed.", basisOf(told), wayOf(front.metrics)],
    sections: [
      { title: "On the front", lead: leadOf(told), blocks: [frontTable(told), ...frontPlots(told, known)] },
      { title: "All settings", detail: true, lead: ALL, blocks: allPlots(told, known) },
      ...nextSection(told, file),
    ],
  };
}

function isKnown(metrics: readonly FrontMetric[]): (point: FrontPoint) => boolean {
  return ({ values }) =>
    metrics.every(({ name }) => {
      const found = values[name];
      return found !== undefined && !isInsufficient(found);
    });
}

function sentenceOf({ front }: ToldFront): string {
  const [now] = front.points;
  const count = front.points.filter(({ isOnFront }) => isOnFront).length;
  if (now === undefined || !isKnown(front.metrics)(now)) return "What the weights in use bring cannot be told.";
  if (front.betterThanNow !== null)
    return `Another setting is better than the weights in use in at least one metric and worse in none: ${wordWeights(front.betterThanNow)}. That is by the estimates; their intervals say how sure it is.`;
  const all = wordCount(count, front.points.length);
  return `The weights in use are on the front: of ${formatNumber(front.points.length, "count")} settings none is better in one metric and worse in none, and ${all}.`;
}

function wordCount(count: number, of: number): string {
  if (count === 1) return "no other one is on it";
  return count === of
    ? "all of them are on it: what is left is to choose"
    : `${formatNumber(count, "count")} of them are on it`;
}

function basisOf({ basis, why, decisions }: ToldFront): string {
  const many = formatNumber(decisions, "count");
  if (basis === "off-policy")
    return `Estimated off-policy from ${many} stored decisions, by how likely what was done would be with each setting.`;
  const because = why === null ? "" : ` Stored decisions could not tell: ${why.replace(/\.$/, "")}.`;
  return `Counted on ${many} decisions of the history that the heads had not seen, as if what is shown did not change what happens: held-out truth, no proof.${because}`;
}

function wayOf(metrics: readonly FrontMetric[]): string {
  return `Better is: ${metrics.map(({ name, better }) => `${better === "increase" ? "more" : "less"} ${name}`).join(", ")}.`;
}

const SHOWN = 12;

function leadOf({ front }: ToldFront): string {
  const count = front.points.filter(({ isOnFront }) => isOnFront).length;
  const some = count > SHOWN ? `, ${SHOWN} of ${formatNumber(count, "count")} spread over the front` : "";
  return `Settings of which no metric gains without another losing${some}, per decision with 95% intervals. Neighbours can seldom be told apart.`;
}

/** Those in use, and settings spread evenly over the front in the order of the first metric. */
function shownPoints({ front }: ToldFront): readonly FrontPoint[] {
  const [first] = front.metrics;
  const value = ({ values }: FrontPoint): number => {
    const found = first === undefined ? undefined : values[first.name];
    return found === undefined || isInsufficient(found) ? Number.NEGATIVE_INFINITY : found.value;
  };
  const on = front.points.filter(({ isOnFront, isNow }) => isOnFront && !isNow).sort((a, b) => value(b) - value(a));
  const step = Math.max(1, (on.length - 1) / (SHOWN - 1));
  const spread = on.filter((_, i) => on.length <= SHOWN || Math.floor(i / step) !== Math.floor((i - 1) / step));
  return [...front.points.filter(({ isNow }) => isNow), ...spread];
}

interface Scale {
  readonly times: number;
  readonly words: string;
}

/** Cents of a decision are told by the thousand. */
function scaleOf({ front }: ToldFront): Scale {
  const money = front.metrics.find(({ unit }) => unit === "money");
  const found = front.points.map(({ values }) => (money === undefined ? undefined : values[money.name]));
  const isSmall = found.every((one) => one === undefined || isInsufficient(one) || Math.abs(one.value) < 1);
  return isSmall ? { times: 1_000, words: ", per 1,000 decisions" } : { times: 1, words: "" };
}

function scaledBy({ unit }: FrontMetric, { times }: Scale, found: Estimated): Estimated {
  return unit !== "money" || isInsufficient(found) ? found : mapEstimate(found, (value) => value * times);
}

function unitOf({ unit }: FrontMetric, { system }: Pick<ToldFront, "system">): Unit {
  if (unit === "money") return { currency: system.objective.currency };
  return unit === "share" ? "percent" : "number";
}

function headOf(metric: FrontMetric, { words }: Scale): string {
  return metric.unit === "money" ? `${metric.name}${words}` : metric.name;
}

function frontTable(told: ToldFront): Block {
  const scale = scaleOf(told);
  const { metrics } = told.front;
  return table(
    [wordHeads(told), ...metrics.map(({ name }) => name)],
    shownPoints(told).map((point): readonly Value[] => [
      `${wordValues(point.weights)}${point.isNow ? (point.isOnFront ? ", in use" : ", in use, not on the front") : ""}`,
      ...metrics.map((metric): Value => {
        const found = point.values[metric.name];
        if (found === undefined) return "";
        const scaled = scaledBy(metric, scale, found);
        return isInsufficient(scaled) ? scaled : estimate(scaled, unitOf(metric, told));
      }),
    ]),
    scale.words === "" ? {} : { caption: `Money${scale.words}; everything else per decision` },
  );
}

/** The heads in the order in which {@link wordValues} gives their weights. */
function wordHeads({ system }: ToldFront): string {
  return Object.keys(system.weights).join(" / ");
}

function wordValues(weights: WeightValues): string {
  return Object.values(weights)
    .map((value) => formatNumber(value, "number"))
    .join(" / ");
}

function wordWeights(weights: WeightValues): string {
  return Object.entries(weights)
    .map(([head, value]) => `${head}=${Number(value.toPrecision(4))}`)
    .join(" ");
}

/** The trade that is there to be made: the money against what it is not itself made of; and all metrics at a glance. */
function frontPlots(told: ToldFront, known: readonly FrontPoint[]): readonly Block[] {
  const { metrics } = told.front;
  const [against] = tradedMetrics(told);
  const some = shownPoints(told).filter((point) => known.includes(point));
  const scatters = against === undefined ? [] : [scatterOf(told, some, against)];
  if (metrics.length < 3 || some.length === 0) return scatters;
  const scale = scaleOf(told);
  return [
    ...scatters,
    parallelPlot({
      title: "The front by all metrics",
      axes: metrics.map(({ name }) => ({ name })),
      lines: some.map((point) => ({
        name: point.isNow ? "in use" : wordValues(point.weights),
        values: metrics.map((metric) => intervalOf(point, metric, scale).value),
        best: point.isNow,
      })),
    }),
  ];
}

const ALL = "Every setting that was tried; whiskers are drawn for those on the front and for those in use.";

function allPlots(told: ToldFront, known: readonly FrontPoint[]): readonly Block[] {
  return tradedMetrics(told).map((metric) => scatterOf(told, known, metric));
}

/** The metrics that the money is not made of. */
function tradedMetrics({ system, front }: ToldFront): readonly FrontMetric[] {
  const [priced] = targetsOf(system);
  return front.metrics.filter(({ name, unit }) => unit !== "money" && name !== priced);
}

/** The money against another metric: on the front with whiskers, the rest as dots. */
function scatterOf(told: ToldFront, known: readonly FrontPoint[], against: FrontMetric): Block {
  const [first = against] = told.front.metrics;
  const scale = scaleOf(told);
  const axis = (metric: FrontMetric): Axis => ({ label: headOf(metric, scale), unit: unitOf(metric, told) });
  return scatterPlot({
    title: `${headOf(first, scale)} and ${headOf(against, scale)}`,
    x: axis(against),
    y: axis(first),
    dots: known.map((point) => ({
      name: wordValues(point.weights),
      group: groupOf(point),
      x: dotOf(point, against, scale),
      y: dotOf(point, first, scale),
    })),
  });
}

function groupOf({ isNow, isOnFront }: FrontPoint): string {
  if (isNow) return "in use";
  return isOnFront ? "on the front" : "others";
}

function intervalOf({ values }: FrontPoint, metric: FrontMetric, scale: Scale): Interval {
  const found = values[metric.name];
  const scaled = found === undefined ? undefined : scaledBy(metric, scale, found);
  return scaled === undefined || isInsufficient(scaled) ? { value: 0, low: 0, high: 0 } : scaled;
}

function dotOf(point: FrontPoint, metric: FrontMetric, scale: Scale): Interval {
  const found = intervalOf(point, metric, scale);
  return point.isOnFront || point.isNow ? found : { value: found.value, low: found.value, high: found.value };
}

function nextSection({ front }: ToldFront, file: string): readonly Section[] {
  const { betterThanNow } = front;
  if (betterThanNow === null) return [];
  const weights = wordWeights(betterThanNow);
  return [
    {
      title: "To take the better one",
      blocks: [
        paragraph("Which decisions it would change, and in which slices:"),
        commandLine(`alidade weights preview ${file} ${weights}`),
        paragraph("To a growing part of the entities, taken back by itself when it errs or is slow:"),
        commandLine(`alidade weights ramp ${file} ${weights} --why "…"`),
      ],
    },
  ];
}
