import { isInsufficient, known } from "../../kernel/index.ts";
import {
  callout,
  count,
  type Document,
  estimate,
  type IntervalItem,
  intervalPlot,
  keyValues,
  percent,
  quantity,
  type Section,
  type Tone,
  table,
  type Value,
  words,
} from "../../report/index.ts";
import type { Estimated } from "../../stats/index.ts";
import type { ArmReadout } from "./arm.ts";
import { CONTROL_NOT_POSITIVE, type Lift } from "./lift.ts";
import type { Readout } from "./readout.ts";
import { VERDICT_REASONS } from "./verdict.ts";
import {
  amount,
  counted,
  decidingInterval,
  type ReadoutWording,
  type Scale,
  scaled,
  scaleOf,
  toldLift,
  toneOf,
  verdictSentence,
} from "./words.ts";

/** The report on an experiment: the verdict for whoever decides, the numbers for whoever checks. Same readout, same document. */
export function readoutReport(readout: Readout, wording: ReadoutWording): Document {
  const scale = scaleOf(readout, wording);
  const units = readout.arms.reduce((sum, arm) => sum + arm.units, 0);
  const decisions = readout.arms.reduce((sum, arm) => sum + arm.decisions, 0);
  return {
    title: `Experiment ${readout.experiment}`,
    subtitle: `${counted(units, wording.unit ?? "entity")}, ${counted(decisions, "decision")}, ${readout.arms.map(({ arm }) => arm).join(" against ")}; randomised, measured`,
    verdict: { tone: toneOf(readout), text: verdictSentence(readout, wording) },
    summary: summaryOf(readout, wording, scale),
    sections: [liftSection(readout, scale), armsSection(readout, wording, scale), trustSection(readout, wording)],
  };
}

function summaryOf(readout: Readout, { unit = "entity" }: ReadoutWording, scale: Scale): readonly string[] {
  const lift = toldLift(readout);
  const [control, treated] = [readout.control, lift?.arm].map((name) => readout.arms.find(({ arm }) => arm === name));
  const lot = `Each ${unit} was given to one arm by lot and stayed in it.`;
  const money = control && treated && comparisonWords(readout, { control, treated }, scale);
  return [
    ...(money === undefined ? [] : [`${lot} ${money}`]),
    ...readout.verdict.reasons.map((reason) => VERDICT_REASONS[reason]),
  ];
}

/** Two losses read better as two costs: less is then plainly better. */
function comparisonWords(
  readout: Readout,
  { control, treated }: Readonly<Record<"control" | "treated", ArmReadout>>,
  scale: Scale,
): string | undefined {
  if (isInsufficient(control.moneyPerUnit) || isInsufficient(treated.moneyPerUnit)) return undefined;
  const [old, now] = [control.moneyPerUnit.value, treated.moneyPerUnit.value];
  if (old < 0 && now < 0)
    return `“${treated.arm}” cost ${amount(-now, scale)} ${scale.words} against ${amount(-old, scale)} for “${control.arm}”.`;
  const relative = relativeWords(toldLift(readout));
  return `“${treated.arm}” brought ${amount(now, scale)} ${scale.words}, “${control.arm}” ${amount(old, scale)}${relative}.`;
}

function relativeWords(lift: Lift | undefined): string {
  if (lift === undefined || isInsufficient(lift.relative)) return "";
  const { value } = lift.relative;
  return `: ${Math.abs(value * 100).toFixed(0)}% ${value < 0 ? "less" : "more"}`;
}

function signed(money: Estimated, scale: Scale): Value {
  const found = scaled(money, scale);
  return isInsufficient(found) ? found : estimate(found, { currency: scale.currency }, { signed: true });
}

function intervalTone(interval: Estimated): Tone {
  if (isInsufficient(interval)) return "unknown";
  if (interval.low > 0) return "good";
  return interval.high < 0 ? "bad" : "neutral";
}

function liftSection(readout: Readout, scale: Scale): Section {
  const { control, lifts } = readout;
  const items = lifts.map((lift): IntervalItem => {
    const interval = decidingInterval(lift, readout);
    return { name: lift.arm, estimate: scaled(interval, scale), tone: intervalTone(interval) };
  });
  return {
    title: "What it brings",
    lead: `Difference from “${control}”. ${whichInterval(readout)}`,
    blocks: [
      intervalPlot({
        title: `Money ${scale.words} more than “${control}”`,
        value: { label: `Money ${scale.words}`, unit: { currency: scale.currency } },
        items,
        reference: { at: 0, label: "no difference" },
      }),
      ...lifts.map((lift) => liftFacts(lift, scale)),
    ],
  };
}

function whichInterval({ verdict }: Readout): string {
  if (verdict.rule === "fixed-horizon") return "The planned size was reached, so the interval for one look decides.";
  const why = verdict.reasons.includes("nothing-planned") ? "No size was planned" : "The planned size was not reached";
  return `${why}, so the interval that holds however often one looks decides.`;
}

function liftFacts(lift: Lift, scale: Scale): Section["blocks"][number] {
  const thousand: Scale = { ...scale, times: 1 };
  const p = isInsufficient(lift.perUnit) ? lift.perUnit : pValue(lift.perUnit.pValue);
  return keyValues([
    {
      name: `“${lift.arm}” ${scale.words}`,
      value: signed(lift.perUnit, scale),
      note: "Welch's interval, for one look at a size planned before",
    },
    { name: "The same, always valid", value: signed(lift.alwaysValid, scale), note: "holds however often one looks" },
    ...relativeFact(lift),
    { name: "Per 1,000 decisions", value: signed(lift.perThousandDecisions, thousand) },
    { name: "p-value", value: p, note: "of one look, if there were no difference" },
  ]);
}

function relativeFact({ relative }: Lift): readonly { readonly name: string; readonly value: Value }[] {
  if (!isInsufficient(relative)) return [{ name: "Relative", value: estimate(relative, "percent", { signed: true }) }];
  return relative.reason === CONTROL_NOT_POSITIVE ? [] : [{ name: "Relative", value: relative }];
}

/** Beyond the fourth decimal a p-value says nothing that anybody acts on. */
function pValue(p: number): Value {
  return p < 0.0001 ? words("below 0.0001") : quantity(Number(p.toPrecision(2)), "number");
}

/** What each arm served, brought and did. */
export function armsSection({ arms }: Readout, { unit = "entity" }: ReadoutWording, scale: Scale): Section {
  const money = (found: Estimated): Value => {
    const shown = scaled(found, scale);
    return isInsufficient(shown) ? shown : estimate(shown, { currency: scale.currency });
  };
  const rate = (found: Estimated): Value => (isInsufficient(found) ? found : percent(found.value));
  return {
    title: "The arms",
    lead: `Intervals count each ${unit} once, however many decisions it met.`,
    blocks: [
      table(
        [
          "Arm",
          { name: counted(2, unit).slice(2), unit: "count" },
          { name: "decisions", unit: "count" },
          { name: `money ${scale.words}`, align: "right" },
          { name: "acted", align: "right" },
          { name: "outcome", align: "right" },
        ],
        arms.map((arm) => [
          arm.arm,
          arm.units,
          arm.decisions,
          money(arm.moneyPerUnit),
          rate(arm.actionRate),
          rate(arm.outcomeRate),
        ]),
      ),
      keyValues(
        Object.fromEntries(arms.map(({ arm, releases }) => [`“${arm}” served`, releases.join(", ") || "nothing"])),
      ),
    ],
  };
}

function trustSection({ srm, labels, leftOut, verdict }: Readout, { unit = "entity" }: ReadoutWording): Section {
  const split = isInsufficient(srm.pValue) ? srm.pValue : pValue(srm.pValue);
  return {
    title: "Can it be trusted?",
    blocks: [
      ...(srm.ok ? [] : [callout("bad", VERDICT_REASONS["split-broken"], "Broken split")]),
      ...(srm.ok && verdict.kind === "invalid"
        ? [callout("bad", VERDICT_REASONS[known(verdict.reasons[0], "why an experiment is invalid")])]
        : []),
      keyValues([
        { name: "Split as planned", value: srm.ok ? words("yes", { tone: "good" }) : words("no", { tone: "bad" }) },
        { name: "p-value of the split", value: split, note: "broken below 0.001" },
        { name: "Labels known", value: count(labels.known) },
        { name: "Labels pending", value: count(labels.pending), note: "their window is open and nothing came" },
        { name: "Outcomes too late", value: count(labels.late), note: "after the attribution window; not counted" },
        { name: "Decisions too young", value: count(leftOut.immature), note: "left out: their window is still open" },
        {
          name: "Decisions left out",
          value: count(leftOut.ineligible + leftOut.anonymous),
          note: `not eligible, or without a known ${unit}`,
        },
      ]),
    ],
  };
}
