import {
  boundsOf,
  EFFECT_OF_ACTING,
  isProof,
  MONEY_PER_DECISION,
  type OnlineLift,
  type StoredComparison,
} from "../../experiment/index.ts";
import {
  type Document,
  estimate,
  keyValues,
  money,
  type Section,
  type TableBlock,
  table,
  type Value,
  words,
} from "../../report/index.ts";

/** A day on a list: `2026-11-22`, UTC. */
function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** The archive as a table, the newest first. */
export function archiveTable(comparisons: readonly StoredComparison[]): TableBlock {
  return table(
    ["Comparison", "Until", "Verdict", "Decision", { name: "online, per 1,000 decisions", align: "right" }, "Counts"],
    comparisons
      .toReversed()
      .map((each) => [each.id, day(each.until), each.verdict, each.decision, liftCell(each), countsCell(each)]),
  );
}

function liftCell({ online, currency }: StoredComparison): Value {
  const lift = online[MONEY_PER_DECISION];
  return lift === undefined ? "not measured" : money(lift.value * 1_000, currency, { signed: true });
}

/** Whether the exchange rate and the ledger count a comparison, and why not. */
function countsCell(each: StoredComparison): Value {
  if (each.invalid.length > 0) return words(`no: ${each.invalid.join(", ")}`, { tone: "bad" });
  if (each.basis === "observational") return words("no: observational", { tone: "bad" });
  if (isProof(each)) return words("yes", { tone: "good" });
  return words(each.design === "holdback" ? "as a holdback" : "no: one release with itself");
}

/** One comparison in full. */
export function comparisonDocument(each: StoredComparison): Document {
  const { releases, decision, why, units } = each;
  const { [EFFECT_OF_ACTING]: acting, ...online } = each.online;
  return {
    title: each.id,
    subtitle: `${day(each.from)} to ${day(each.until)}; ${each.basis}; revision ${each.revision}, by ${each.by}`,
    summary: [each.verdict, `${decision}${why === "" ? "" : `: ${why}`}`],
    sections: [
      {
        title: "What was compared",
        blocks: [
          keyValues({
            Control: releases.control,
            Treatment: releases.treatment,
            Design: each.design,
            Units: units,
            Counts: countsCell(each),
          }),
        ],
      },
      deltaSection("What was promised offline", each.offline),
      deltaSection("What was measured online", online),
      ...(acting === undefined ? [] : [actingSection(acting)]),
    ],
  };
}

/** No difference of a metric: what acting does to those that are acted on. */
function actingSection(measured: OnlineLift): Section {
  const { value } = measured;
  const effect = estimate({ value, ...boundsOf(measured) }, "percent");
  return {
    title: "What acting changes",
    lead: "Of those that are acted on and would have been a yes otherwise, the share for whom acting changes that, with its 95% interval.",
    blocks: [keyValues({ "Changed by acting": effect })],
  };
}

function deltaSection(title: string, deltas: Readonly<Record<string, OnlineLift>>): Section {
  const rows = Object.entries(deltas).map(([name, delta]): readonly Value[] => [
    name,
    estimate({ value: delta.value, ...boundsOf(delta) }, "number", { signed: true }),
  ]);
  if (rows.length === 0) return { title, blocks: [], lead: "Nothing was kept." };
  return {
    title,
    lead: "Treatment minus control, with 95% intervals.",
    blocks: [table(["Metric", { name: "delta", align: "right" }], rows)],
  };
}
