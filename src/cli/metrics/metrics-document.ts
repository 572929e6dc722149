import { isInsufficient } from "../../kernel/index.ts";
import type { MetricGoal } from "../../objective/index.ts";
import {
  count,
  type Document,
  estimate,
  formatQuantity,
  formatTime,
  keyValues,
  type LinePlot,
  linePlot,
  quantity,
  type Section,
  table,
  type Unit,
  type Value,
  type Verdict,
  words,
} from "../../report/index.ts";
import { DAY, type MetricReading, type MetricsRead } from "../../watch/index.ts";
import { factsNamed, unitOf } from "./metric-unit.ts";
import { modelsSection, type ServedModel } from "./served-models.ts";
import type { ServerFacts } from "./server-metrics.ts";
import { serverSection } from "./server-section.ts";
import { needsCare, wordStanding } from "./standing-words.ts";

export interface MetricsWording {
  readonly system: string;
  readonly currency: string;
  /** What a server said, where one was asked. */
  readonly server: ServerFacts | undefined;
  /** What most decisions are made with. */
  readonly models: readonly ServedModel[];
  /** With a plot over time for every metric. */
  readonly plots: boolean;
}

/** Every watched metric beside what is wanted of it. */
export function metricsDocument(read: MetricsRead, wording: MetricsWording): Document {
  const { readings } = read;
  const own = readings.filter(({ listed }) => listed.of !== "system");
  const served = readings.filter(({ listed }) => listed.of === "system");
  return {
    title: `Metrics of ${wording.system}`,
    subtitle: `${spanOf(read)}; ${formatQuantity(count(read.decisions))} decisions`,
    ...verdictOf(own, readings),
    summary: summaryOf(read),
    sections: [
      ...watchedSection(own, wording),
      { title: "How decisions are served", blocks: [metricTable(served, wording)] },
      ...modelsSection(wording.models),
      complianceSection(read),
      ...(wording.server === undefined ? [] : [serverSection(wording.server)]),
      ...(wording.plots ? [plotSection(readings, wording)] : []),
      meaningSection(readings),
    ],
  };
}

function dayName(day: number): string {
  return formatTime(day * DAY).slice(0, 10);
}

function spanOf({ period: { from, to } }: MetricsRead): string {
  return from === to ? dayName(to) : `${dayName(from)} to ${dayName(to)}`;
}

function verdictOf(own: readonly MetricReading[], all: readonly MetricReading[]): { readonly verdict?: Verdict } {
  const care = all.filter(needsCare);
  if (care.length > 0) {
    const names = care.map(({ listed }) => `“${listed.name}”`).join(", ");
    const [is, needs] = care.length === 1 ? ["One metric", "needs"] : [`${care.length} metrics`, "need"];
    return { verdict: { tone: "bad", text: `${is} ${needs} a look: ${names}.` } };
  }
  const good = own.filter(({ standing: { kind } }) => ["reached", "at-target", "on-its-way", "within"].includes(kind));
  if (own.length === 0) return {};
  if (good.length === 0)
    return { verdict: { tone: "unknown", text: "Nothing has gone wrong, and nothing is shown to have moved yet." } };
  return {
    verdict: {
      tone: "good",
      text: `${good.length} of ${own.length} metrics are where they should be, or on their way.`,
    },
  };
}

function summaryOf(read: MetricsRead): readonly string[] {
  const overdue = read.readings.filter(({ standing }) => standing.overdue);
  const since =
    read.since === undefined ? [] : [`Decisions are recorded since ${formatTime(read.since).slice(0, 10)}.`];
  return [
    ...overdue.map(({ listed: { name, goal } }) => {
      const owner = goal.owner === undefined ? "Nobody owns it" : `It belongs to ${goal.owner}`;
      return `Overdue: “${name}” was to be looked at again by ${goal.review}. ${owner}.`;
    }),
    ...since,
  ];
}

function watchedSection(own: readonly MetricReading[], wording: MetricsWording): readonly Section[] {
  if (own.length === 0) return [];
  return [
    {
      title: "What is wanted",
      lead: "The objective’s own metric first. Intervals of 95 %: units (customers, visitors) are what varies.",
      blocks: [metricTable(own, wording)],
    },
    ...ownersSection(own),
  ];
}

function ownersSection(own: readonly MetricReading[]): readonly Section[] {
  const owned = own.filter(({ listed: { goal } }) => goal.owner !== undefined || goal.review !== undefined);
  if (owned.length === 0) return [];
  const rows = owned.map(({ listed: { name, goal }, standing }): readonly Value[] => [
    name,
    goal.owner ?? "nobody",
    standing.overdue ? words(`${goal.review}: overdue`, { tone: "bad" }) : (goal.review ?? "no day is set"),
  ]);
  return [{ title: "Who looks after it", blocks: [table(["Metric", "Owner", "To be looked at again by"], rows)] }];
}

function metricTable(readings: readonly MetricReading[], { currency }: MetricsWording): Section["blocks"][number] {
  const rows = readings.map((reading): readonly Value[] => {
    const { listed, estimate: found } = reading;
    const unit = unitOf(listed, currency);
    return [
      listed.name,
      isInsufficient(found) ? found : formatQuantity(estimate(found, unit)),
      wordGoal(listed.goal, unit, listed.by),
      isPlain(reading) ? "" : wordStanding(reading),
    ];
  });
  return table(["Metric", { name: "Now", align: "left" }, "Wanted", "Stands"], rows);
}

/** What every system is watched for needs no goal. */
function isPlain({ listed, standing }: MetricReading): boolean {
  return listed.of === "system" && standing.kind === "no-goal";
}

/** From where to where, by whose word; and the line that must not be passed. */
function wordGoal({ baseline, target, source, threshold }: MetricGoal, unit: Unit, by: string | undefined): string {
  const number = (value: number): string => formatQuantity(quantity(value, unit));
  const way = [
    ...(baseline === undefined ? [] : [`from ${number(baseline)}`]),
    ...(target === undefined ? [] : [`to ${number(target)}`]),
    ...(by === undefined ? [] : [`by ${by}`]),
    ...(source === undefined ? [] : [`(${source})`]),
  ].join(" ");
  const line = threshold === undefined ? "" : `threshold ${number(threshold)}`;
  return [way, line].filter(Boolean).join("; ");
}

function complianceSection({ refused }: MetricsRead): Section {
  const entries = [
    { name: "Events that broke their contract", value: count(refused), note: "refused, and kept in quarantine" },
    { name: "Overdue erasures", value: "not known", note: "no request for erasure is recorded in this state" },
  ];
  return { title: "Compliance", blocks: [keyValues(entries)] };
}

/** What the catalogue says of the metrics that are instances of it. */
function meaningSection(readings: readonly MetricReading[]): Section {
  const rows = readings.flatMap(({ listed }): readonly (readonly Value[])[] => {
    const facts = factsNamed(listed.metric);
    return facts === undefined ? [] : [[listed.name, facts.definition, facts.pitfalls ?? ""]];
  });
  return {
    title: "What they mean",
    blocks: [table(["Metric", "Definition", "Pitfalls"], rows)],
    detail: true,
  };
}

function plotSection(readings: readonly MetricReading[], wording: MetricsWording): Section {
  const plots = readings.flatMap((reading) => plotOf(reading, wording));
  return {
    title: "Over time",
    lead:
      plots.length === 0
        ? "Nothing yet: a plot takes two days."
        : "By day, or by week over more than three weeks; the band is the interval of each part alone.",
    blocks: plots,
  };
}

function plotOf({ listed, series }: MetricReading, { currency }: MetricsWording): readonly LinePlot[] {
  const known = series.flatMap(({ to, estimate: found }) =>
    isInsufficient(found) ? [] : [{ at: to * DAY, ...found }],
  );
  if (known.length < 2) return [];
  const { baseline, target, threshold } = listed.goal;
  const lines = [
    ["baseline", baseline],
    ["target", target],
    ["threshold", threshold],
  ] as const;
  return [
    linePlot({
      title: listed.name,
      x: { label: "until", unit: "time" },
      y: { label: listed.name, unit: unitOf(listed, currency) },
      series: [
        {
          name: listed.name,
          points: known.map(({ at, value }) => [at, value] as const),
          band: known.map(({ at, low, high }) => [at, low, high] as const),
        },
      ],
      references: lines.flatMap(([label, at]) => (at === undefined ? [] : [{ axis: "y" as const, at, label }])),
    }),
  ];
}
