import {
  type Block,
  type Document,
  estimate,
  formatNumber,
  intervalPlot,
  keyValues,
  list,
  paragraph,
  type Section,
  type TableColumn,
  table,
  type Value,
  words,
} from "../../report/index.ts";
import type { VerdictKind } from "../decision-table.ts";
import type { Portfolio, RankedSystem, SystemApart } from "./portfolio.ts";

/** The ranking as a report: the order, why, and what stands apart. */
export function portfolioReport(portfolio: Portfolio): Document {
  const { ranked, apart } = portfolio;
  const count = ranked.length + apart.length;
  return {
    title: `Portfolio of ${count} ${count === 1 ? "system" : "systems"}`,
    subtitle: "A quick look at each, before anything is built.",
    summary: summaryOf(portfolio),
    sections: [...rankedSections(portfolio), ...apartSections(apart)],
  };
}

function summaryOf({ ranked, apart, by }: Portfolio): readonly string[] {
  const [first] = ranked;
  const order =
    first === undefined
      ? "None of them can be ranked."
      : `Most is to be had from ${first.system}${first.tied ? `, though not surely more than from ${ranked[1]?.system}` : ""}.`;
  const how =
    first === undefined
      ? []
      : [
          by === "net"
            ? "Ranked by what is left in a full year when costs are paid."
            : "Ranked by value alone: what it costs is not known of all of them.",
        ];
  return [
    order,
    ...how,
    ...(apart.length === 0 ? [] : [`Apart from the others: ${apart.map(({ system }) => system).join(", ")}.`]),
  ];
}

const VERDICTS: Readonly<Record<VerdictKind, Value>> = {
  "use-ml": words("build a model", { tone: "good" }),
  "use-rule": words("use a rule", { tone: "neutral" }),
  "collect-first": words("not yet", { tone: "unknown" }),
  dont: words("do not build", { tone: "bad" }),
};

function rankedSections({ ranked, currency, by }: Portfolio): readonly Section[] {
  if (ranked.length === 0 || currency === null) return [];
  return [
    {
      title: "In what order",
      lead: "In a full year, over acting on nobody; where nobody is acted on, over deciding without looking. The intervals hold what the data leave open, and what is assumed of acting.",
      blocks: [plotOf(ranked, currency, by), orderTable(ranked, currency)],
    },
    {
      title: "Why",
      blocks: [
        keyValues(
          ranked.map(({ rank, system, verdict, reasons }) => ({
            name: `${rank}. ${system}`,
            value: VERDICTS[verdict],
            note: reasons.join(" "),
          })),
        ),
      ],
    },
  ];
}

function plotOf(ranked: readonly RankedSystem[], currency: string, by: Portfolio["by"]): Block {
  return intervalPlot({
    title: by === "net" ? "What is left in a year when costs are paid" : "What each brings in a year, before costs",
    value: { label: by === "net" ? "Left in a year" : "Brought in a year", unit: { currency } },
    items: ranked.map((one) => ({
      name: one.system,
      estimate: { ...one[by], level: 0.95 },
      tone: one[by].low > 0 ? "good" : "unknown",
    })),
    reference: { at: 0, label: "nothing" },
  });
}

/** Costs and what is left of each have no place where none is known. */
function orderTable(ranked: readonly RankedSystem[], currency: string): Block {
  const none: Value = words("not known", { tone: "unknown" });
  const whole = (amount: number): Value => formatNumber(amount, { currency }, 0);
  const isCosted = ranked.some(({ cost }) => cost !== null);
  const costs = ({ cost, net }: RankedSystem): readonly Value[] =>
    cost === null ? [none, none] : [whole(cost.perYear), whole(net.value)];
  return table(
    ["System", ...right("Brings a year", "Over the rule", ...(isCosted ? ["Costs (assumed)", "Left"] : []))],
    ranked.map((one) => [
      `${one.rank}. ${one.system}`,
      estimate(one.value, { currency }, { basis: one.basis }),
      one.overRule === null ? "a rule brings it" : whole(one.overRule.value),
      ...(isCosted ? costs(one) : []),
    ]),
  );
}

function right(...names: readonly string[]): readonly TableColumn[] {
  return names.map((name) => ({ name, align: "right" }));
}

function apartSections(apart: readonly SystemApart[]): readonly Section[] {
  if (apart.length === 0) return [];
  const entries = apart.map(({ system, verdict, why }) => ({
    name: system,
    value: verdict === null ? words("not assessed", { tone: "bad" }) : VERDICTS[verdict],
    note: why,
  }));
  const lacking = apart.flatMap(({ system, missing }) =>
    missing.length === 0 ? [] : [paragraph(`What ${system} needs first:`), list(missing)],
  );
  return [
    {
      title: "Standing apart",
      lead: "They cannot be ranked beside the others.",
      blocks: [keyValues(entries), ...lacking],
    },
  ];
}
