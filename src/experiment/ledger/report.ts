import { type Insufficient, isInsufficient, wordInsufficient } from "../../kernel/index.ts";
import {
  count,
  type Document,
  estimate,
  formatNumber,
  linePlot,
  list,
  money,
  type Section,
  table,
  type Unit,
  type Value,
  words,
} from "../../report/index.ts";
import type { Estimated } from "../../stats/index.ts";
import type { Amount, Ledger } from "./ledger.ts";
import type { Reconciliation } from "./reconcile.ts";

/** The value ledger: what was earned, when, by which release, and whether a holdback says the same. */
export function ledgerReport(ledger: Ledger, reconciled: readonly Reconciliation[]): Document {
  const { system, months, total, comparisons } = ledger;
  return {
    title: `Value ledger of ${system}`,
    subtitle: `${comparisons} randomised ${comparisons === 1 ? "comparison" : "comparisons"}, ${formatNumber(total.decisions, "count")} decisions${range(ledger)}`,
    verdict: { tone: toneOf(total.value), text: ledgerSentence(ledger) },
    summary: [
      ...luckSentences(ledger),
      ...reconciled.map((one) => reconciledSentence(one, ledger)),
      ...holdbackMissing(reconciled),
    ],
    sections: [
      ...(months.length > 1 && !isInsufficient(total.value) ? [curveSection(ledger)] : []),
      ...(months.length > 0 ? [monthsSection(ledger)] : []),
      ...(ledger.launches.length > 0 ? [launchesSection(ledger)] : []),
      ...(ledger.releases.length > 0 ? [releasesSection(ledger)] : []),
      ...(reconciled.length > 0 ? [holdbackSection(ledger, reconciled)] : []),
      { title: "What it assumes", blocks: [list(ASSUMES)] },
    ],
  };
}

const ASSUMES: readonly string[] = [
  "A lift that was measured lasts as long as its release, or one built on it, serves; a holdback tells whether it did.",
  "Lifts of launches on top of one another add up.",
  "Where a holdback gets nothing, what the ledger's base brings over nothing was the same whenever it was measured.",
  "True effects of launches are spread like a normal distribution; a single giant among them would be shrunk too much.",
];

function range({ months }: Ledger): string {
  const [first, last] = [months[0]?.month, months.at(-1)?.month];
  if (first === undefined) return "";
  return first === last ? `, ${first}` : `, ${first} to ${last}`;
}

function toneOf(value: Estimated): "good" | "bad" | "unknown" {
  if (isInsufficient(value) || (value.low <= 0 && value.high >= 0)) return "unknown";
  return value.low > 0 ? "good" : "bad";
}

function amount(value: number, { currency }: Pick<Ledger, "currency">): string {
  const rounded = Number(value.toPrecision(3));
  return formatNumber(rounded, { currency }, Math.abs(rounded) < 100 ? 2 : 0);
}

/** What the system has earned, in one sentence. */
export function ledgerSentence(ledger: Ledger): string {
  const { total, launches, bases, level } = ledger;
  if (total.decisions === 0) return "Nothing was decided yet, so nothing was earned.";
  if (launches.length === 0)
    return "Nothing that served was ever compared with what was there before, so what it earned is unknown.";
  if (isInsufficient(total.value)) return `What the launches earned is unknown: ${wordInsufficient(total.value)}.`;
  const { value, low, high } = total.value;
  const interval = `${formatNumber(level, "percent", 0)} interval: ${amount(low, ledger)} to ${amount(high, ledger)}`;
  const over = bases.length === 1 ? `over ${bases[0]}` : "over what each began with";
  const verb = value < 0 ? "lost" : "earned";
  if (low <= 0 && high >= 0)
    return `The launches seem to have ${verb} ${amount(Math.abs(value), ledger)} ${over}, and it may be nothing (${interval}).`;
  return `The launches have ${verb} ${amount(Math.abs(value), ledger)} ${over} (${interval}).`;
}

function luckSentences(ledger: Ledger): readonly string[] {
  const { total, launches } = ledger;
  if (launches.length === 0) return [];
  const raw = `Added up as measured, it would be ${amount(total.asMeasured, ledger)}`;
  if (isInsufficient(total.value))
    return [`${raw}; what measured best was launched, so that is too much by an unknown amount.`];
  return [`${raw}: what measures best is launched, and is in part lucky. The difference was taken off.`];
}

function reconciledSentence({ experiment, predicted, measured, agrees, by }: Reconciliation, ledger: Ledger): string {
  const over = by === undefined ? "" : ` over ${ledger.bases.join(", ")}, whose own worth the holdback ${by} told`;
  const held = `The holdback ${experiment} measured ${amount(measured.value, ledger)}${over} (${amount(measured.low, ledger)} to ${amount(measured.high, ledger)})`;
  if (isInsufficient(predicted) || isInsufficient(agrees)) {
    const missing = isInsufficient(predicted) ? predicted : agrees;
    return isInsufficient(missing) && missing.reason === "is-the-base"
      ? `${held}: that is what ${ledger.bases.join(", ")} brings, with which the ledger begins.`
      : `${held}; the ledger cannot be held against it: ${whyNot(missing, ledger)}.`;
  }
  const said = `the ledger says ${amount(predicted.value, ledger)} for the same time`;
  return agrees
    ? `${held}; ${said}. They agree within chance.`
    : `${held}; ${said}. They differ by more than chance: believe the holdback.`;
}

function whyNot(missing: Insufficient | boolean, { bases }: Ledger): string {
  if (!isInsufficient(missing)) return "";
  if (missing.reason === "no-decisions") return "nothing was decided in its time outside of it";
  if (missing.reason !== "base-differs") return wordInsufficient(missing);
  const base = bases.join(", ");
  return `it is over what the holdback gets, the ledger over ${base}, and no holdback told what ${base} brings by itself (one that was kept while ${base} served would)`;
}

function holdbackMissing(reconciled: readonly Reconciliation[]): readonly string[] {
  return reconciled.length > 0 ? [] : ["No holdback was read out, so nobody has checked the sum."];
}

function shown(value: Estimated, { currency }: Ledger): Value {
  return isInsufficient(value) ? value : estimate(value, { currency }, { signed: true });
}

const number = (name: string) => ({ name, align: "right" as const });

function amounts({ decisions, value, asMeasured }: Amount, ledger: Ledger): readonly Value[] {
  return [count(decisions), shown(value, ledger), money(asMeasured, ledger.currency, { signed: true })];
}

const AMOUNTS = [number("decisions"), number("earned"), number("as measured")];

function curveSection(ledger: Ledger): Section {
  const unit: Unit = { currency: ledger.currency };
  const at = ledger.months.flatMap(({ month, soFar }) =>
    isInsufficient(soFar) ? [] : [{ time: Date.parse(`${month}-01`), soFar }],
  );
  return {
    title: "So far",
    blocks: [
      linePlot({
        title: "Earned since the beginning, luck taken out",
        x: { label: "month", unit: "time" },
        y: { label: ledger.currency, unit },
        series: [
          {
            name: "earned",
            points: at.map(({ time, soFar }) => [time, soFar.value] as const),
            band: at.map(({ time, soFar }) => [time, soFar.low, soFar.high] as const),
          },
        ],
        references: [{ axis: "y", at: 0, label: "nothing" }],
      }),
    ],
  };
}

function monthsSection(ledger: Ledger): Section {
  const rows = ledger.months.map((line) => [line.month, ...amounts(line, ledger), shown(line.soFar, ledger)]);
  return { title: "By month", blocks: [table(["Month", ...AMOUNTS, number("so far")], rows)] };
}

function launchesSection(ledger: Ledger): Section {
  const unit: Unit = { currency: ledger.currency };
  const thousand = (value: Estimated): Value =>
    isInsufficient(value)
      ? value
      : estimate({ value: value.value * 1e3, low: value.low * 1e3, high: value.high * 1e3 }, unit, { signed: true });
  const rows = ledger.launches.map((line) => [
    line.release,
    line.experiment,
    money(line.measured.value * 1e3, ledger.currency, { signed: true }),
    thousand(line.perDecision),
    ...amounts(line, ledger),
  ]);
  const heads = [
    "Release",
    "Experiment",
    number("measured per 1,000"),
    number("luck taken out, per 1,000"),
    ...AMOUNTS,
  ];
  return {
    title: "By launch",
    lead: "What each launch adds over what it replaced, on every decision of its release and of those built on it.",
    blocks: [table(heads, rows)],
  };
}

function releasesSection(ledger: Ledger): Section {
  const rows = ledger.releases.map((line) => [line.month, line.release, ...amounts(line, ledger)]);
  return {
    title: "By release and month",
    lead: "What each release brought over the base while it served.",
    blocks: [table(["Month", "Release", ...AMOUNTS], rows)],
    detail: true,
  };
}

function holdbackSection(ledger: Ledger, reconciled: readonly Reconciliation[]): Section {
  const verdict = (agrees: Reconciliation["agrees"]): Value => {
    if (isInsufficient(agrees))
      return words(agrees.reason === "is-the-base" ? "tells the base" : "cannot be held against");
    return agrees ? words("agrees", { tone: "good" }) : words("differs", { tone: "bad" });
  };
  const rows = reconciled.map(({ experiment, predicted, measured, gap, agrees }) => [
    experiment,
    isInsufficient(predicted) ? "" : shown(predicted, ledger),
    shown(measured, ledger),
    isInsufficient(gap) ? "" : shown(gap, ledger),
    verdict(agrees),
  ]);
  return {
    title: "Held against the holdback",
    blocks: [table(["Holdback", number("ledger"), number("holdback"), number("gap"), "Verdict"], rows)],
  };
}
