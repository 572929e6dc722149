import { type Insufficient, isInsufficient, known, wordInsufficient } from "../../kernel/index.ts";
import {
  estimate,
  formatQuantity,
  type IntervalItem,
  intervalPlot,
  type Quantity,
  quantity,
  type Section,
  type TableColumn,
  type Tone,
  table,
  type Unit,
  type Value,
  words,
} from "../../report/index.ts";
import { type Estimated, mapEstimate } from "../../stats/index.ts";
import { decidingLook } from "./experiment-words.ts";
import type { Metric } from "./metric.ts";
import type { ExperimentReadout, MetricReadout } from "./read-statistics.ts";

/** How good an interval's side of zero is. */
export function toneOf(interval: Estimated, good: 1 | -1 = 1): Tone {
  if (isInsufficient(interval)) return "unknown";
  if (interval.low > 0) return good > 0 ? "good" : "bad";
  if (interval.high < 0) return good > 0 ? "bad" : "good";
  return "neutral";
}

/** Beyond the fourth decimal a p-value says nothing that anybody acts on. */
export function shortP(p: number): Value {
  return p < 0.0001 ? words("below 0.0001") : quantity(Number(p.toPrecision(2)), "number");
}

/** Whether the metric is a share: of units, or of decisions. */
export function isShare({ unit, kind }: Metric): boolean {
  return unit === "share" || (unit === undefined && (kind === "proportion" || kind === "retention"));
}

/** A metric's value, or a difference of two of them, in its unit; a difference of shares is in points. */
export function wordMetric(metric: Metric, found: Estimated, { currency, signed }: MetricWording): string {
  if (isInsufficient(found)) return wordLack(found);
  if (isShare(metric) && signed)
    return `${print(mapEstimate(found, (share) => 100 * share) as typeof found, "number", true)} points`;
  const unit: Unit = metric.unit === "money" ? { currency } : isShare(metric) ? "percent" : "number";
  return `${print(found, unit, signed)}${metric.unit === "milliseconds" ? " ms" : ""}`;
}

/** Why there is no number, in a cell. */
export function wordLack(found: Insufficient): string {
  return found.reason === "zero-variance" ? "does not vary" : wordInsufficient(found);
}

/** What a metric is worded in. */
export interface MetricWording {
  readonly currency: string;
  /** Whether it is a difference. */
  readonly signed: boolean;
}

function print(found: Exclude<Estimated, { kind: "insufficient" }>, unit: Unit, signed: boolean): string {
  return formatQuantity(estimate(found, unit, signed ? { signed: true } : {}) as Quantity);
}

/** Every metric in one line for each arm: what it was, what became of it, and whether that is better. */
export function metricsSection(readout: ExperimentReadout, { currency }: { readonly currency: string }): Section {
  const { metrics, correction, control, verdict } = readout;
  const arms = Math.max(0, ...metrics.map(({ effects }) => effects.length));
  const asked = metrics.filter(({ metric }) => metric.role === "success").length;
  const columns: readonly (TableColumn | false)[] = [
    { name: "Metric" },
    arms > 1 && { name: "Arm" },
    { name: `“${control}”`, align: "right" },
    { name: "Difference", align: "right" },
    asked > 1 && { name: "p", align: "right" },
    { name: "Says" },
  ];
  const rows = metrics.flatMap((read) =>
    read.effects.map((_, i) => {
      const { name, arm, was, difference, p, says } = cellsOf(read, i, { control, currency, verdict });
      return [name, arms > 1 && arm, was, difference, asked > 1 && p, says];
    }),
  );
  const by = correction === "bonferroni" ? "Bonferroni" : "Benjamini and Hochberg";
  return {
    title: "All metrics",
    lead:
      `Difference from “${control}”.` +
      (asked > 1 ? ` P-values of success metrics are corrected for their number (${by}).` : ""),
    blocks: [
      table(
        columns.filter((column) => column !== false),
        rows.map((row) => row.filter((cell) => cell !== false)),
      ),
    ],
  };
}

/** The size of a difference, without a sign: shares in points. */
export function wordSize(metric: Metric, size: number, currency: string): string {
  return isShare(metric)
    ? `${formatQuantity(quantity(Number((100 * size).toPrecision(2)), "number") as Quantity)} points`
    : wordValue(metric, Number(size.toPrecision(2)), currency);
}

interface RowWording extends Pick<ExperimentReadout, "control" | "verdict"> {
  readonly currency: string;
}

type Cells = Readonly<Record<"name" | "arm" | "was" | "difference" | "p" | "says", Value>>;

function cellsOf(
  { metric, effects, corrected, arms }: MetricReadout,
  i: number,
  { control, currency, verdict }: RowWording,
): Cells {
  const effect = known(effects[i], "an effect");
  const base = arms.find(({ arm }) => arm === control)?.value;
  const interval = decidingLook(effect, { verdict });
  const p = corrected[i] ?? null;
  return {
    name: metric.role === "success" ? metric.name : `${metric.name} (${metric.role})`,
    arm: effect.arm,
    was: base === undefined || isInsufficient(base) ? "" : wordValue(metric, base.value, currency),
    difference: wordMetric(metric, interval, { currency, signed: true }),
    p: p === null ? "" : shortP(p),
    says: effect.aboveMargin === null ? wordCourse(interval, metric) : wordMargin(effect.aboveMargin[lookOf(verdict)]),
  };
}

/** A value in its unit, without an interval. */
export function wordValue(metric: Metric, value: number, currency: string): string {
  const unit: Unit = metric.unit === "money" ? { currency } : isShare(metric) ? "percent" : "number";
  return `${formatQuantity(quantity(value, unit) as Quantity)}${metric.unit === "milliseconds" ? " ms" : ""}`;
}

function wordCourse(interval: Estimated, { direction }: Metric): Value {
  if (isInsufficient(interval)) return "";
  const tone = toneOf(interval, direction === "increase" ? 1 : -1);
  const text = { good: "better", bad: "worse", neutral: "not told apart", unknown: "" }[tone];
  return text === "" ? "" : words(text, { tone });
}

/** Whether a guardrail is shown to stay above its margin. */
function wordMargin(found: Estimated): Value {
  const tone = toneOf(found);
  const text = { good: "holds", bad: "broken", neutral: "not shown yet", unknown: "not shown yet" }[tone];
  return words(text, { tone });
}

const lookOf = ({ rule }: ExperimentReadout["verdict"]): "fixed" | "alwaysValid" =>
  rule === "fixed-horizon" ? "fixed" : "alwaysValid";

/** How far the guardrails stay above their margins. */
export function guardrailSection({ verdict }: ExperimentReadout, guardrails: readonly MetricReadout[]): Section {
  const items = guardrails.flatMap(({ metric, effects }) =>
    effects.flatMap((effect): readonly IntervalItem[] => {
      const found = effect.aboveMargin?.[lookOf(verdict)];
      if (found === undefined) return [];
      const name = effects.length > 1 ? `${metric.name}, ${effect.arm}` : metric.name;
      return [{ name, estimate: found, tone: toneOf(found) }];
    }),
  );
  return {
    title: "Guardrails",
    lead: "How far each stays above its margin. Wholly right of the line: shown to hold. Wholly left: shown to be broken.",
    blocks: [
      intervalPlot({
        title: "Distance from the margin, in the metric's own unit",
        value: { label: "Distance from the margin" },
        items,
        reference: { at: 0, label: "the margin" },
      }),
    ],
  };
}
