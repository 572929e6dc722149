import { isInsufficient, wordInsufficient } from "../../kernel/index.ts";
import type { Tone } from "../../report/index.ts";
import {
  moreOrLess,
  type ReadoutWording,
  type Scale,
  scaleOf,
  wordRange,
  wordWrong,
} from "../journal-readout/words.ts";
import type { Effect } from "./effect.ts";
import type { ExperimentReadout, MetricReadout } from "./read-statistics.ts";
import { wordReason } from "./reasons.ts";

/** How good the news is. */
export function toneOfCall({ verdict }: Pick<ExperimentReadout, "verdict">): Tone {
  const tones = { ship: "good", dont: "bad", "keep-running": "unknown", invalid: "bad" } as const;
  return tones[verdict.call];
}

/** The metric that the verdict is spoken in. */
export function moneyOf({ metrics }: Pick<ExperimentReadout, "metrics">): MetricReadout | undefined {
  return metrics.find(({ metric }) => metric.money === true);
}

/** The scale on which the arms' money can be read. */
export function moneyScale(readout: ExperimentReadout, wording: ReadoutWording): Scale {
  const arms = moneyOf(readout)?.arms ?? [];
  return scaleOf({ arms: arms.map(({ value }) => ({ moneyPerUnit: value })) }, wording);
}

/** The interval that the decision rule names. */
export function decidingLook(effect: Effect, { verdict }: Pick<ExperimentReadout, "verdict">): Effect["fixed"] {
  return verdict.rule === "fixed-horizon" ? effect.fixed : effect.alwaysValid;
}

/** The verdict in one sentence for whoever decides; the first words say what to do. */
export function experimentSentence(readout: ExperimentReadout, wording: ReadoutWording): string {
  const { verdict } = readout;
  const [reason] = verdict.reasons;
  if (verdict.call === "invalid") return `Invalid: ${reason === undefined ? "" : lowerFirst(wordReason(reason))}`;
  const effect = moneyOf(readout)?.effects.find(({ arm }) => arm === verdict.arm);
  if (effect === undefined) return `Keep running: ${reason === undefined ? "" : lowerFirst(wordReason(reason))}`;
  const money = wordMoney(effect, readout, wording);
  if (verdict.call === "ship") return `Ship “${effect.arm}”: ${money}${wordWrong(verdict.call, verdict.wrong)}`;
  const start = verdict.call === "dont" ? `Don't ship “${effect.arm}”` : "Keep running";
  const isMoney = reason === undefined || reason.code.startsWith("money-");
  const why = isMoney ? "" : `${lowerFirst(wordReason(reason))} `;
  return `${start}: ${why}${isMoney ? money : upperFirst(money)}${wordWrong(verdict.call, verdict.wrong)}`;
}

function wordMoney(effect: Effect, readout: ExperimentReadout, wording: ReadoutWording): string {
  const interval = decidingLook(effect, readout);
  if (isInsufficient(interval)) return `${wordInsufficient(interval)}.`;
  const scale = moneyScale(readout, wording);
  const range = wordRange(interval, scale);
  if (interval.low <= 0 && interval.high >= 0)
    return `no difference from “${readout.control}” in money is shown (${range}).`;
  const [verb, value] = isCost(readout) ? ["costs", -interval.value] : ["brings", interval.value];
  return `it ${verb} ${moreOrLess(value, scale)} ${scale.words} than “${readout.control}” (${range}).`;
}

/** Whether every arm loses money, so that it reads better as a cost. */
function isCost(readout: ExperimentReadout): boolean {
  const values = moneyOf(readout)?.arms ?? [];
  return values.every(({ value }) => !isInsufficient(value) && value.value < 0);
}

const lowerFirst = (text: string): string =>
  /^[A-Z][a-z ]/.test(text) ? text[0]?.toLowerCase() + text.slice(1) : text;
const upperFirst = (text: string): string => `${text[0]?.toUpperCase() ?? ""}${text.slice(1)}`;
