import type { MetricMovement, Preview } from "../../decide/index.ts";
import { wordOffPolicy } from "../../evaluate/index.ts";
import { isInsufficient } from "../../kernel/index.ts";
import { formatNumber, type Tone } from "../../report/index.ts";
import type { Estimate } from "../../stats/index.ts";
import type { SystemDefinition } from "../../system/index.ts";

/** How a preview came out, for programs. */
export type PreviewVerdict = "better" | "worse" | "no-difference-shown" | "nothing-changes" | "cannot-be-told";

/** The movement that the objective is about; undefined where nothing is priced. */
export function moneyOf({ metrics }: Preview): MetricMovement | undefined {
  return metrics.find(({ unit }) => unit === "money");
}

/** The verdict on a preview: by the interval of the money. */
export function verdictOf(preview: Preview): PreviewVerdict {
  if (preview.changes.decisions === 0) return "cannot-be-told";
  if (preview.changes.changed === 0) return "nothing-changes";
  const movement = moneyOf(preview)?.movement;
  if (movement === undefined || isInsufficient(movement)) return "cannot-be-told";
  if (movement.low > 0) return "better";
  return movement.high < 0 ? "worse" : "no-difference-shown";
}

export const TONES: Readonly<Record<PreviewVerdict, Tone>> = {
  better: "good",
  worse: "bad",
  "no-difference-shown": "unknown",
  "nothing-changes": "neutral",
  "cannot-be-told": "unknown",
};

/** Money by the thousand where one decision brings cents. */
export interface MoneyScale {
  readonly times: number;
  readonly words: string;
  readonly currency: string;
}

/** The scale on which a preview's money can be read. */
export function scaleOf(preview: Preview, { objective, policy }: SystemDefinition): MoneyScale {
  const what = policy.policy === "rank-by" ? "ranking" : "decision";
  const found = moneyOf(preview);
  const told = [found?.now, found?.proposed, found?.movement].flatMap((one) =>
    one === undefined || isInsufficient(one) ? [] : [Math.abs(one.value)],
  );
  const isSmall = told.length > 0 && told.every((value) => value < 1);
  const { currency } = objective;
  return isSmall
    ? { times: 1_000, words: `per 1,000 ${what}s`, currency }
    : { times: 1, words: `per ${what}`, currency };
}

function amount(value: number, { times, currency }: MoneyScale): string {
  const rounded = Number((value * times).toPrecision(3));
  return Math.abs(rounded) < 100 ? formatNumber(rounded, { currency }) : formatNumber(rounded, { currency }, 0);
}

function wordInterval({ low, high, level }: Estimate, scale: MoneyScale): string {
  return `${formatNumber(level, "percent", 0)} interval: ${amount(low, scale)} to ${amount(high, scale)}`;
}

/** The verdict as a sentence for whoever decides. */
export function verdictSentence(preview: Preview, scale: MoneyScale): string {
  const verdict = verdictOf(preview);
  if (preview.changes.decisions === 0)
    return "What it would bring cannot be told: no decision is stored yet. `alidade serve` and `alidade decide` store some.";
  if (verdict === "nothing-changes") return "Nothing would change.";
  const movement = moneyOf(preview)?.movement;
  if (movement === undefined) return "What it would bring cannot be told: nothing prices these answers one by one.";
  if (isInsufficient(movement)) return `What it would bring cannot be told. ${wordOffPolicy(movement)}`;
  const by = `${amount(Math.abs(movement.value), scale)} ${scale.words}`;
  const range = `(${wordInterval(movement, scale)})`;
  if (verdict === "no-difference-shown")
    return `No difference in money is shown: ${amount(movement.value, scale)} ${scale.words} ${range}.`;
  return `It would bring ${by} ${verdict === "better" ? "more" : "less"} ${range}.`;
}

/** How many decisions would change, and which way. */
export function wordChanges({ changes }: Preview): string {
  const { decisions, changed, share, acts } = changes;
  const of = `of ${formatNumber(decisions, "count")} stored decisions`;
  if (changed === 0) return `None ${of} would be made otherwise.`;
  const part = `${formatNumber(Math.round(changed), "count")} ${of} (${formatNumber(share, "percent")}) would be made otherwise`;
  const ways = acts === null ? [] : wordWays(acts);
  return ways.length === 0 ? `${part}.` : `${part}: ${ways.join(", ")}.`;
}

/** Where a capacity has less room than a threshold asks for; empty elsewhere. */
export function wordCapacity({ threshold }: Preview): readonly string[] {
  if (threshold === null || threshold.cutoff === threshold.threshold) return [];
  const [share, from] = [formatNumber(threshold.capacity, "percent"), formatNumber(threshold.cutoff, "number")];
  return [
    `No more than ${share} can be acted on, so it would act from ${from} on: the capacity has no room for lower scores.`,
  ];
}

function wordWays({ more, fewer }: { readonly more: number; readonly fewer: number }): readonly string[] {
  const whole = (count: number): string => formatNumber(Math.round(count), "count");
  return [
    ...(more > 0 ? [`${whole(more)} would be acted on that are not now`] : []),
    ...(fewer > 0 ? [`${whole(fewer)} would not be acted on any more`] : []),
  ];
}

/** What share of the changes nothing is known of, and what would mend that; empty where all was tried. */
export function wordUntried({ changes, fix }: Preview): readonly string[] {
  if (changes.untried === 0) return [];
  const share = formatNumber(changes.untried, "percent", 0);
  const tried = `Of ${share} of the changes nothing alike was ever tried: what was served left nothing to chance there, and no stored outcome can say what they would bring.`;
  if (fix === null) return [tried];
  return [tried, wordFix(fix)];
}

/** What would mend it: exploring, or waiting for what a policy that explores already will have tried. */
function wordFix({ explores, share, decisions }: NonNullable<Preview["fix"]>): string {
  const after =
    decisions === null ? "" : `after about ${formatNumber(Number(decisions.toPrecision(2)), "count")} decisions`;
  if (!explores)
    return `\`explore: epsilon(${share})\` in the policy would let chance try them: ${after} it could be told.`;
  const when = after === "" ? "new decisions will tell" : `${after} made with it, it can be told`;
  return `The policy of the file explores already; these decisions were made without it, or where it leaves nothing to chance: ${when}.`;
}
