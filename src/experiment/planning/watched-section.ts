import { type Insufficient, isInsufficient } from "../../kernel/index.ts";
import { count, formatNumber, percent, type Section, table, type Value, words } from "../../report/index.ts";
import { wordLack, wordSize, wordValue } from "../readout/metrics-section.ts";
import type { PlannedComparison } from "./plan-case.ts";
import type { WatchedOutlook } from "./watched-outlook.ts";

/** What the planned size would tell of the metrics that the objective watches; none where it watches none. */
export function watchedSections({ watched, currency }: PlannedComparison): readonly Section[] {
  if (watched.length === 0) return [];
  return [
    {
      title: "What else it would show",
      lead: "By the past, at the size that the money asks for. A guardrail has to be shown to hold, which may take more.",
      blocks: [
        table(
          [
            "Metric",
            { name: "is", align: "right" },
            { name: "shows a change of", align: "right" },
            { name: "past explains", align: "right" },
            { name: "holds from", align: "right" },
          ],
          watched.map((one) => [
            one.metric.role === "success" ? one.metric.name : `${one.metric.name} (${one.metric.role})`,
            isInsufficient(one.value) ? lackCell(one.value) : wordValue(one.metric, one.value.value, currency),
            detectableCell(one, currency),
            one.kept < 1 ? percent(1 - one.kept) : "",
            holdsCell(one),
          ]),
        ),
      ],
    },
  ];
}

function detectableCell({ metric, detectable }: WatchedOutlook, currency: string): Value {
  if (detectable === null) return "";
  return isInsufficient(detectable) ? lackCell(detectable) : wordSize(metric, detectable, currency);
}

/** Why there is no number: a long reason may break into lines. */
function lackCell(found: Insufficient): Value {
  return found.reason === "zero-variance" ? wordLack(found) : found;
}

function holdsCell({ holds }: WatchedOutlook): Value {
  if (holds === null) return "";
  if (isInsufficient(holds.units)) return holds.units;
  return isInsufficient(holds.days)
    ? words(`${formatNumber(holds.units, "count")}: too few come`, { tone: "bad" })
    : count(holds.units);
}

/** A sentence for each guardrail that needs more entities than the money. */
export function guardWords({ watched, outlook }: PlannedComparison): readonly string[] {
  if (isInsufficient(outlook) || isInsufficient(outlook.read.units)) return [];
  const { units: planned } = outlook.read;
  return watched.flatMap(({ metric, holds }) => {
    if (holds === null || isInsufficient(holds.units) || holds.units <= planned) return [];
    const more = formatNumber(holds.units, "count");
    return [
      `The guardrail “${metric.name}” is shown to hold from ${more} entities on: with fewer it holds up a ship, so plan for them.`,
    ];
  });
}
