import { isInsufficient } from "../../kernel/index.ts";
import {
  type Block,
  type Document,
  estimate,
  formatNumber,
  linePlot,
  list,
  quantity,
  type Section,
  table,
  type Unit,
  type Value,
} from "../../report/index.ts";
import { type Estimated, mapEstimate } from "../../stats/index.ts";
import { counted } from "../check/counted.ts";
import type { Lead } from "../search/lead.ts";
import type { OrderWorth, TradeOffResult, TradePoint } from "./result.ts";

/** What weights come to, for people: one table, one score above a head for each goal, and the front as a plot. */
export function tradeOffDocument(result: TradeOffResult): Document {
  const { id, system, head, points, seconds } = result;
  return {
    title: `Weights of ${head} of ${system}`,
    subtitle: `${id}: ${counted(points.length, "setting")}, ${formatNumber(Math.round(seconds * 1_000), "duration")}`,
    verdict: { tone: "neutral", text: `${moneyText(result)}${verdictText(result)}` },
    summary: [],
    sections: [tableSection(result), ...frontSection(result), servingSection(result)],
  };
}

/** Which setting of one score earns most, beside the file's; nothing where the objective does not price such answers. */
function moneyText(result: TradeOffResult): string {
  const { points, lead, currency } = result;
  const best = lead === null ? undefined : points[lead.candidate];
  if (lead === null || best === undefined) return "";
  const worded = (point: TradePoint): string => {
    const { money } = point.blended;
    const earned =
      money === null || isInsufficient(money) ? "" : `, ${formatNumber(1_000 * money.value, { currency })}`;
    return `${point.goal} ${formatNumber(point.weights[point.goal] ?? 0, "number")}${earned}`;
  };
  const file = points.find(({ isFile }) => isFile);
  const beside =
    file === undefined || file === best ? (best.isFile ? " (the file's)" : "") : ` (the file's: ${worded(file)})`;
  return `As one score most money is earned by ${worded(best)} per 1,000 decisions${beside}. ${certaintyText(result, lead)}`;
}

/** Whether the setting wins, by the one that comes closest. */
function certaintyText({ points, currency }: TradeOffResult, { closest, isClear }: Lead): string {
  const rival = closest === null ? undefined : points[closest.candidate];
  if (closest === null || rival === undefined) return "";
  const name = `${rival.goal} ${formatNumber(rival.weights[rival.goal] ?? 0, "number")}`;
  const { gain } = closest;
  const one = (amount: number): string => formatNumber(1_000 * amount, { currency });
  const ahead = isInsufficient(gain) ? "" : `: ahead by ${one(gain.low)} to ${one(gain.high)} (95%)`;
  return isClear
    ? `It wins: on the same rows it earns more than every other setting, and ${name} comes closest${ahead}. `
    : `There is no winner: on the same rows ${name} may earn as much${ahead}. `;
}

function verdictText({ points, heads }: TradeOffResult): string {
  const took = points.map(({ blended }) => blended.retraining).sort((a, b) => a - b);
  const usual = duration(took[Math.floor(took.length / 2)] ?? 0);
  const once = duration(Object.values(heads).reduce((sum, one) => sum + one, 0));
  return `Another weight costs about ${usual} of retraining with one score, and none with a head for each goal (${once}, once).`;
}

function duration(ms: number): string {
  return formatNumber(ms, "duration");
}

function tableSection(result: TradeOffResult): Section {
  const { goals, points, shown, rows } = result;
  const hasMoney = points.some(({ blended }) => blended.money !== null);
  const columns = [
    "Share",
    "How",
    ...goals.map(({ name }) => name),
    ...(hasMoney ? ["per 1,000 decisions"] : []),
    "Retraining",
  ];
  return {
    title: "What the weights come to",
    lead: `Each goal on average over ${shown}, on ${formatNumber(rows, "count")} rows that no model had seen; with 95% intervals. “All rows” is the average without any order.`,
    blocks: [table(columns, [...points.flatMap((point) => rowsOf(result, point)), everywhereRow(result, hasMoney)])],
  };
}

function rowsOf(result: TradeOffResult, point: TradePoint): readonly (readonly Value[])[] {
  const { goal, weights, isFile, blended, decoupled } = point;
  const share = `${goal} ${formatNumber(weights[goal] ?? 0, "number")}${isFile ? " (file)" : ""}`;
  return [
    [share, "one score", ...worth(result, blended), quantity(blended.retraining, "duration")],
    ["", "a head each", ...worth(result, decoupled), quantity(decoupled.retraining, "duration")],
  ];
}

function worth({ goals, currency }: TradeOffResult, { goals: found, money }: OrderWorth): readonly Value[] {
  const cells = goals.map(({ name, kind }) => cell(found[name], kind === "flag" ? "percent" : "number"));
  return money === null ? cells : [...cells, cell(perThousand(money), { currency })];
}

function perThousand(money: Estimated): Estimated {
  return isInsufficient(money) ? money : mapEstimate(money, (one) => 1_000 * one);
}

function cell(found: Estimated | undefined, unit: Unit): Value {
  if (found === undefined) return "";
  if (isInsufficient(found)) return found;
  const digits = (value: number): number => Number(value.toPrecision(4));
  return estimate({ value: digits(found.value), low: digits(found.low), high: digits(found.high) }, unit);
}

function everywhereRow({ goals }: TradeOffResult, hasMoney: boolean): readonly Value[] {
  const cells = goals.map(({ kind, everywhere }) => cell(everywhere, kind === "flag" ? "percent" : "number"));
  return ["", "all rows", ...cells, ...(hasMoney ? [""] : []), ""];
}

/** Two goals against each other; of more there is no one picture. */
function frontSection({ goals, points }: TradeOffResult): readonly Section[] {
  const [first, second] = goals;
  if (first === undefined || second === undefined || goals.length > 2) return [];
  const series = (name: string, of: (point: TradePoint) => OrderWorth) => ({
    name,
    points: points
      .map((point): readonly [number, number] => [
        meanOf(of(point).goals[first.name]),
        meanOf(of(point).goals[second.name]),
      ])
      .sort((a, b) => a[0] - b[0]),
  });
  const plot: Block = linePlot({
    title: `${first.name} against ${second.name}`,
    x: { label: first.name, ...(first.kind === "flag" ? { unit: "percent" as const } : {}) },
    y: { label: second.name, ...(second.kind === "flag" ? { unit: "percent" as const } : {}) },
    series: [series("one score", ({ blended }) => blended), series("a head each", ({ decoupled }) => decoupled)],
  });
  return [{ title: "The front", blocks: [plot] }];
}

function meanOf(found: Estimated | undefined): number {
  return found === undefined || isInsufficient(found) ? Number.NaN : found.value;
}

/** What would have to be written to combine heads instead. */
function servingSection({ points }: TradeOffResult): Section {
  return {
    title: "The same without retraining",
    lead: "A head for each goal, and these weights: each share per standard deviation of its outcome. They are changed while serving.",
    blocks: [
      list(points.map(({ goal, weights, decoupled }) => `${goal} ${weights[goal]}: ${wordWeights(decoupled.weights)}`)),
    ],
    detail: true,
  };
}

function wordWeights(weights: TradePoint["weights"]): string {
  return Object.entries(weights)
    .map(([goal, weight]) => `${goal} ${weight}`)
    .join(", ");
}
