import type { GateReason, GateResult } from "../../evaluate/index.ts";
import { isEnough, type Judging, LEAST_FRESH, type Since } from "./fresh-rows.ts";

/** What the gate is to know of the rows on which candidate and champion met. */
export interface FreshWords {
  readonly judging: Judging;
  /** Whether there was a champion to meet, were it the candidate itself. */
  readonly met: boolean;
  /** Whether it may have learned from the judged rows. */
  readonly flattered: boolean;
  /** The rows that were judged. */
  readonly judged: Since;
}

/** Reasons that hold the candidate against the champion. */
const AGAINST_CHAMPION: readonly string[] = ["value.over-champion", "history.forecast"];

/**
 * The gate's word, knowing which rows the champion had learned from: too few others withhold the verdict, and where they cannot be
 * told apart, what speaks for the champion says so.
 */
export function gateOnFresh(gate: GateResult, { judging, met, flattered, judged }: FreshWords): GateResult {
  if (!met) return gate;
  if (judging.kind === "too-few") return withheld(gate, judging, judged);
  if (judging.kind === "fresh") return { ...gate, reasons: [...gate.reasons, judgedOn(judging)] };
  return flattered ? { ...gate, reasons: gate.reasons.map(sayFlattered) } : gate;
}

/** What speaks of the judged rows, and weighs as much as they do. */
const OF_ROWS = /^(value|slice|calibration)\./;

type TooFew = Extract<Judging, { readonly kind: "too-few" }>;

/**
 * Against a champion that knows the judged rows nothing is said; against the rule and the guardrails it is, by the rows only where
 * they are as many as would be asked for beside a champion: a few days are no proof against a candidate either.
 */
function withheld({ reasons }: GateResult, since: TooFew, judged: Since): GateResult {
  const long = isEnough(judged);
  const isOpen = ({ code, finding }: GateReason): boolean => !long && finding === "refuse" && OF_ROWS.test(code);
  const heard = reasons.filter(({ code }) => !AGAINST_CHAMPION.includes(code));
  const others = heard.map((one): GateReason => (isOpen(one) ? { ...one, finding: "insufficient" } : one));
  const verdict = others.some(({ finding }) => finding === "refuse") ? "refuse" : "insufficient";
  const against = heard.some(isOpen)
    ? ` What speaks against it was seen on ${wordSince(judged)}: too few to refuse it.`
    : "";
  const message = `${wordTooFew(since)}${against}`;
  return { verdict, reasons: [{ code: "champion.too-few-rows", finding: "insufficient", message }, ...others] };
}

function wordTooFew({ nothingBefore, ...since }: TooFew): string {
  const { rows, days } = LEAST_FRESH;
  const least = wordSince({ rows, days });
  if (since.rows === 0)
    return `Whether it earns more than the champion cannot be told: no row came since that was trained, so there is nothing new to learn, and judging both takes ${least} at least.`;
  return nothingBefore === true
    ? `Whether it earns more than the champion cannot be told yet: all that is there, ${wordSince(since)}, came since that was trained. Judging both takes ${least} at least, and the candidate others to learn from.`
    : `Whether it earns more than the champion cannot be told yet: since that was trained ${wordSince(since)} came, and judging both takes ${least} at least.`;
}

function judgedOn({ rows, days }: Since): GateReason {
  const message = `Judged on ${wordSince({ rows, days })}, of which the champion had learned none.`;
  return { code: "champion.fresh-rows", finding: "pass", message };
}

function wordSince({ rows, days }: Since): string {
  const word = (count: number, what: string): string =>
    `${count.toLocaleString("en-US")} ${what}${count === 1 ? "" : "s"}`;
  return `${word(rows, "row")} of ${word(days, "day")}`;
}

function sayFlattered(reason: GateReason): GateReason {
  if (reason.code !== "value.over-champion" || reason.finding === "pass") return reason;
  const more = "The champion may have learned from these rows, which flatters it.";
  return { ...reason, message: `${reason.message} ${more}` };
}
