import type { DependencePoint } from "../../evaluate/index.ts";
import { type Block, intervalPlot, linePlot, paragraph, type Unit } from "../../report/index.ts";
import type { Dependence, Look } from "../look/look.ts";
import type { Facts } from "./facts.ts";

/** How the answer moves with each of the most important features, all on one scale. */
export function dependencePlots(facts: Facts, look: Look): readonly Block[] {
  const shown = look.dependence.map(trimmed).filter(({ points }) => points.length > 1);
  if (shown.length === 0) return [];
  const answer: Answer = { label: labelOf(facts, look), unit: unitOf(facts), domain: domainOf(shown) };
  return [
    paragraph(
      "How the answer moves with a feature while everything else of a case stays as it is. The line is the mean over the cases; the middle 80% of them lie in the band.",
    ),
    ...shown.map((one) => (one.kind === "number" ? curve(one, answer) : levels(one, answer))),
  ];
}

interface Answer {
  readonly label: string;
  readonly unit: Unit;
  readonly domain: readonly [number, number];
}

function labelOf({ outcome, head }: Facts, { about }: Look): string {
  if (head?.head.task === "regression") return `What it predicts for ${outcome}`;
  if (head?.head.task === "ranking" || head?.head.task === "blend") return "Its score";
  return `Probability of ${about ?? outcome}`;
}

function unitOf({ head }: Facts): Unit {
  return ["regression", "ranking", "blend"].includes(head?.head.task ?? "") ? "number" : "percent";
}

/** One scale for all, so that what matters more looks like it. */
function domainOf(shown: readonly Dependence[]): readonly [number, number] {
  const all = shown.flatMap(({ points }) => points);
  const [low, high] = [Math.min(...all.map(({ low }) => low)), Math.max(...all.map(({ high }) => high))];
  const air = (high - low) * 0.05 || 1;
  return [low, high + air];
}

function curve({ feature, points }: Dependence, answer: Answer): Block {
  const at = (point: DependencePoint): number => Number(point.value);
  return linePlot({
    title: feature,
    x: { label: feature },
    y: answer,
    series: [
      {
        name: "mean over the cases",
        points: points.map((point) => [at(point), point.mean]),
        band: points.map((point) => [at(point), point.low, point.high]),
      },
    ],
  });
}

function levels({ feature, points }: Dependence, answer: Answer): Block {
  return intervalPlot({
    title: feature,
    value: answer,
    items: points
      .toSorted((a, b) => b.mean - a.mean)
      .map(({ value, mean, low, high }) => ({
        name: nameOf(value),
        estimate: { value: mean, low, high, level: 0.8 },
      })),
  });
}

function nameOf(value: DependencePoint["value"]): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  return value === null ? "missing" : String(value);
}

/** How much longer than the rest the way to the last value may be. */
const FAR = 2;

/** Without a lone value so far out that it would press all others together. */
function trimmed(one: Dependence): Dependence {
  const { points } = one;
  if (one.kind !== "number" || points.length < 4) return one;
  const at = points.map(({ value }) => Number(value));
  const [first, second, beforeLast, last] = [at[0], at[1], at.at(-2), at.at(-1)] as [number, number, number, number];
  const inner = beforeLast - second;
  const from = second - first > FAR * inner ? 1 : 0;
  const to = last - beforeLast > FAR * inner ? points.length - 1 : points.length;
  return { ...one, points: points.slice(from, to) };
}
