import { isInsufficient } from "../../kernel/index.ts";
import {
  estimate,
  type IntervalItem,
  intervalPlot,
  keyValues,
  type Section,
  type Unit,
  type Value,
} from "../../report/index.ts";
import { type DesignReading, type Finding, toneOfFound } from "./reading.ts";

/** The part of a report that tells what a design found. `unit` is a currency, or a plain number for credit. */
export function readingSection({ findings, sentence }: DesignReading, unit: Unit): Section {
  const shown = Map.groupBy(findings, ({ per }) => per);
  const [first] = [...shown.values()].sort((a, b) => b.length - a.length);
  const items = (first ?? []).map(
    ({ what, found }): IntervalItem => ({ name: what, estimate: found, tone: toneOfFound(found) }),
  );
  const plot = intervalPlot({
    title: `Difference ${first?.[0]?.per ?? ""}`,
    value: { label: `Difference ${first?.[0]?.per ?? ""}`, unit },
    items,
    reference: { at: 0, label: "no difference" },
  });
  return {
    title: "What the design tells",
    lead: sentence,
    blocks: [
      ...(items.length === 0 ? [] : [plot]),
      keyValues(
        findings.map((finding) => ({
          name: finding.what,
          value: shownAs(finding, unit),
          note: finding.note === undefined ? finding.per : `${finding.per}; ${finding.note}`,
        })),
      ),
    ],
  };
}

function shownAs({ found }: Finding, unit: Unit): Value {
  return isInsufficient(found) ? found : estimate(found, unit, { signed: true });
}
