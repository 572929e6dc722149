import { defineError, type ErrorConstructor } from "../../kernel/index.ts";
import { isRatio, type Metric } from "./metric.ts";

interface Wrong {
  readonly metric: string;
  readonly rule: string;
  readonly got: string;
}

export const metricInvalid: ErrorConstructor<Wrong> = defineError("experiment.metric-invalid", {
  headline: "A metric that cannot be read",
  message: ({ metric, rule, got }: Wrong) => `Of the metric \`${metric}\`, ${rule}. Got ${got}.`,
});

interface Check {
  readonly rule: string;
  /** What is wrong, in words; undefined when nothing is. */
  wrong(metric: Metric): string | undefined;
}

const share = (value: number): boolean => value > 0 && value < 1;

function wrongOutliers({ outliers }: Metric): string | undefined {
  if (outliers === undefined) return undefined;
  if ("cap" in outliers) return Number.isFinite(outliers.cap) ? undefined : String(outliers.cap);
  return outliers.winsorise > 0.5 && outliers.winsorise < 1 ? undefined : String(outliers.winsorise);
}

function wrongMargin({ role, margin }: Metric): string | undefined {
  if (margin === undefined) return role === "guardrail" ? "none" : undefined;
  const size = "relative" in margin ? margin.relative : margin.absolute;
  return size > 0 && Number.isFinite(size) ? undefined : String(size);
}

function wrongMoney(metric: Metric): string | undefined {
  if (metric.money !== true) return undefined;
  const fine =
    metric.kind === "mean" && !isRatio(metric) && metric.role === "success" && metric.direction === "increase";
  return fine ? undefined : `a ${metric.kind} as ${metric.role} that should ${metric.direction}`;
}

const plain = (kind: Metric["kind"]): boolean => kind === "mean" || kind === "ratio";

const CHECKS: readonly Check[] = [
  { rule: "the name must not be empty", wrong: ({ name }) => (name.trim() === "" ? '""' : undefined) },
  {
    rule: "the quantile `q` must lie between 0 and 1",
    wrong: (metric) => (metric.kind === "quantile" && !share(metric.q) ? String(metric.q) : undefined),
  },
  {
    rule: "the day of retention must be a number above 0",
    wrong: (metric) => (metric.kind === "retention" && !(metric.day > 0) ? String(metric.day) : undefined),
  },
  { rule: "`outliers` must name a quantile above 0.5, or a finite cap", wrong: wrongOutliers },
  {
    rule: "`outliers` need a mean or a ratio",
    wrong: ({ kind, outliers }) => (outliers !== undefined && !plain(kind) ? `a ${kind}` : undefined),
  },
  {
    rule: "`before` needs a mean, a proportion, a ratio or a retention",
    wrong: ({ kind, before }) => (kind === "quantile" && (before?.length ?? 0) > 0 ? "a quantile" : undefined),
  },
  { rule: "a guardrail's margin must be a number above 0", wrong: wrongMargin },
  { rule: "money must be a mean per unit, a success, that should increase", wrong: wrongMoney },
];

/**
 * Checks the metrics of an experiment and freezes them. Names must differ and exactly one metric be `money`. Throws
 * `experiment.metric-invalid`.
 */
export function defineMetrics(metrics: readonly Metric[]): readonly Metric[] {
  for (const metric of metrics) {
    const broken = CHECKS.find(({ wrong }) => wrong(metric) !== undefined);
    if (broken === undefined) continue;
    throw metricInvalid({ metric: metric.name, rule: broken.rule, got: broken.wrong(metric) ?? "" });
  }
  const names = metrics.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw metricInvalid({ metric: twice, rule: "there must be one", got: "two" });
  const money = metrics.filter((metric) => metric.money === true);
  if (money.length !== 1)
    throw metricInvalid({
      metric: money[1]?.name ?? "money",
      rule: "exactly one of an experiment must be the money",
      got: String(money.length),
    });
  return Object.freeze([...metrics]);
}
