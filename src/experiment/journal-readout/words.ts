import { isInsufficient, wordInsufficient } from "../../kernel/index.ts";
import { formatNumber, type Tone } from "../../report/index.ts";
import { type Comparison, type Estimated, mapEstimate } from "../../stats/index.ts";
import type { ArmReadout } from "./arm.ts";
import type { Lift } from "./lift.ts";
import type { Readout } from "./readout.ts";
import { type Call, VERDICT_REASONS, type VerdictKind, type Wrong } from "./verdict.ts";

/** What a readout is worded in. */
export interface ReadoutWording {
  /** ISO 4217, or what the objective counts in. */
  readonly currency: string;
  /** What was randomised, in the singular. Default `"entity"`. */
  readonly unit?: string | undefined;
}

/** Money per so many units: by the thousand where one unit brings cents. */
export interface Scale {
  readonly times: number;
  /** `per visitor`, `per 1,000 visitors`. */
  readonly words: string;
  readonly currency: string;
}

const TONES: Readonly<Record<VerdictKind, Tone>> = {
  better: "good",
  worse: "bad",
  "no-difference-shown": "unknown",
  insufficient: "unknown",
  invalid: "bad",
};

/** How good the news is. */
export function toneOf({ verdict }: Pick<Readout, "verdict">): Tone {
  return TONES[verdict.kind];
}

/** The scale on which the arms' money per unit can be read. */
export function scaleOf(
  { arms }: { readonly arms: readonly Pick<ArmReadout, "moneyPerUnit">[] },
  { currency, unit = "entity" }: ReadoutWording,
): Scale {
  const means = arms.flatMap(({ moneyPerUnit }) => (isInsufficient(moneyPerUnit) ? [] : [moneyPerUnit.value]));
  const cents = means.length > 0 && means.every((value) => Math.abs(value) < 1);
  return cents
    ? { times: 1_000, words: `per ${counted(1_000, unit)}`, currency }
    : { times: 1, words: `per ${unit}`, currency };
}

/** The same money on a scale. */
export function scaled(money: Estimated, { times }: Scale): Estimated {
  return isInsufficient(money) ? money : mapEstimate(money, (value) => value * times);
}

/** An amount for a sentence: three digits. */
export function amount(value: number, { times, currency }: Scale): string {
  const rounded = Number((value * times).toPrecision(3));
  return Math.abs(rounded) < 100 ? formatNumber(rounded, { currency }) : formatNumber(rounded, { currency }, 0);
}

/** `1 visitor`, `3 visitors`, `2 entities`. */
export function counted(count: number, noun: string): string {
  const plural = /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`;
  return `${formatNumber(count, "count")} ${count === 1 ? noun : plural}`;
}

/** The interval that the decision rule names. */
export function decidingInterval(lift: Lift, { verdict }: Pick<Readout, "verdict">): Lift["perUnit"] {
  return verdict.rule === "fixed-horizon" ? lift.perUnit : lift.alwaysValid;
}

/** The lift that the verdict is about. */
export function toldLift({ verdict, lifts }: Pick<Readout, "verdict" | "lifts">): Lift | undefined {
  return lifts.find(({ arm }) => arm === verdict.arm) ?? lifts[0];
}

/** `$51.20 more`, `$3 less`. */
export function moreOrLess(value: number, scale: Scale): string {
  return `${amount(Math.abs(value), scale)} ${value < 0 ? "less" : "more"}`;
}

/** `95% interval: $34 to $68`. */
export function wordRange({ low, high, level }: Comparison, scale: Scale): string {
  return `${formatNumber(level, "percent", 0)} interval: ${amount(low, scale)} to ${amount(high, scale)}`;
}

/** Whether every arm loses money, so that it reads better as a cost. */
function isCost({ arms }: Pick<Readout, "arms">): boolean {
  return arms.every(({ moneyPerUnit }) => !isInsufficient(moneyPerUnit) && moneyPerUnit.value < 0);
}

/** The first of the reasons is what makes it invalid. */
function wordInvalid({ reasons }: Readout["verdict"]): string {
  const [reason = "split-broken"] = reasons;
  return reason === "split-broken"
    ? "Invalid: the arms did not get the traffic that they were promised."
    : `Invalid: ${VERDICT_REASONS[reason].replace(/^(The|Units|More) /, (word) => word.toLowerCase())}`;
}

/** The verdict in one sentence for whoever decides. */
export function verdictSentence(readout: Readout, wording: ReadoutWording): string {
  const { verdict } = readout;
  if (verdict.kind === "invalid") return wordInvalid(verdict);
  const early = tooEarly(readout);
  if (early !== undefined) return early;
  return `${found(readout, wording)}${verdict.preliminary ? " Preliminary: money is still to come." : ""}`;
}

/** What to say while every decision's window is open. */
export function tooEarly({ arms, leftOut, waiting }: Readout): string | undefined {
  if (waiting === undefined || waiting.firstCounts === null || arms.some(({ units }) => units > 0)) return undefined;
  const { immature } = leftOut;
  const day = new Date(waiting.firstCounts).toISOString().slice(0, 10);
  const still = immature === 1 ? "is still within its" : "are still within their";
  return `Too early: ${counted(immature, "decision")} ${still} ${wordWindow(waiting.within)}; the first counts on ${day}. \`--early\` counts ${immature === 1 ? "it" : "them"} now.`;
}

const UNITS: Readonly<Record<string, string>> = { s: "second", m: "minute", h: "hour", d: "day", w: "week" };

/** `30d` → `30 days`. */
function wordWindow(within: string): string {
  const unit = UNITS[within.slice(-1)];
  return unit === undefined ? within : counted(Number(within.slice(0, -1)), unit);
}

function found(readout: Readout, wording: ReadoutWording): string {
  const { verdict, control } = readout;
  const lift = toldLift(readout);
  const interval = lift && decidingInterval(lift, readout);
  if (lift === undefined || interval === undefined) return "No verdict: nothing was compared.";
  if (isInsufficient(interval)) return `Keep running: ${wordInsufficient(interval)}.`;
  const scale = scaleOf(readout, wording);
  const gap = isCost(readout)
    ? `it costs ${moreOrLess(-interval.value, scale)} ${scale.words} than “${control}”`
    : `it brings ${moreOrLess(interval.value, scale)} ${scale.words} than “${control}”`;
  const range = wordRange(interval, scale);
  const open = `no difference between “${lift.arm}” and “${control}” is shown`;
  const sentences: Readonly<Record<Call, string>> = {
    invalid: wordInvalid(verdict),
    ship: `Ship “${lift.arm}”: ${gap} (${range}).`,
    dont: `Don't ship “${lift.arm}”: ${verdict.kind === "worse" ? gap : open} (${range}).`,
    "keep-running": `Keep running: ${keeping(verdict.kind, { open, gap: `“${lift.arm}” looks ${verdict.kind}: ${gap}` })} (${range}).`,
  };
  return `${sentences[verdict.call]}${wordWrong(verdict.call, verdict.wrong)}`;
}

/** Why an experiment goes on. */
function keeping(kind: VerdictKind, words: { readonly open: string; readonly gap: string }): string {
  if (kind === "insufficient") return "too few units yet";
  return kind === "no-difference-shown" ? words.open : words.gap;
}

/** ` Chance that it brings less: 0.2%.` */
export function wordWrong(call: Call, wrong: Wrong | null): string {
  if (wrong === null) return "";
  const { probability } = wrong;
  const chance = probability < 0.001 ? "below 0.1%" : `${Number((probability * 100).toPrecision(2))}%`;
  return ` Chance that it brings ${call === "ship" ? "less" : "more"}: ${chance}.`;
}
