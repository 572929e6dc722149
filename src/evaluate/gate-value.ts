import { isInsufficient, wordInsufficient } from "../kernel/index.ts";
import { criticalValue, type Estimate, type Estimated, normalQuantile } from "../stats/index.ts";

/** What a gain over a rival says about a release. */
export interface ValueFinding {
  readonly finding: "pass" | "refuse" | "insufficient";
  readonly message: string;
}

interface Contest {
  /** In words: "the champion". */
  readonly rival: string;
  readonly rows: number;
  money(value: number): string;
}

/** How many times the data at hand someone may be asked to collect before "not enough data" becomes "not worth it". */
const PATIENCE = 10;
/** The chance that the rows asked for would show a gain of the size that is estimated. */
const POWER = 0.8;

/** How an amount per decision is told: below a hundredth of the currency, for a thousand decisions. */
export function decisionScale(perDecision: number): { readonly times: number; readonly per: string } {
  const isSmall = perDecision !== 0 && Math.abs(perDecision) < 0.01;
  return isSmall ? { times: 1_000, per: "per 1,000 decisions" } : { times: 1, per: "a decision" };
}

/** Weighs the gain in money per decision over one rival. */
export function weighGain(gain: Estimated, contest: Contest): ValueFinding {
  const { rival, money } = contest;
  if (isInsufficient(gain) && gain.reason === "zero-variance")
    return { finding: "refuse", message: `Not worth it: it decides exactly as ${rival} does.` };
  if (isInsufficient(gain))
    return { finding: "insufficient", message: `Whether it earns more than ${rival}: ${wordInsufficient(gain)}.` };
  const { times, per } = decisionScale(gain.value);
  const amount = `${money(gain.value * times)} ${per} (${money(gain.low * times)} to ${money(gain.high * times)})`;
  if (gain.low > 0) return { finding: "pass", message: `It earns more than ${rival}: ${amount}.` };
  if (gain.high < 0) return { finding: "refuse", message: `It earns less than ${rival}: ${amount}.` };
  return weighDoubt(gain, amount, contest);
}

/** An interval that holds zero: more data may settle it, or the gain is too small to be worth the wait. */
function weighDoubt(gain: Estimate, amount: string, { rival, rows }: Contest): ValueFinding {
  const times = timesTheData(gain);
  if (times > PATIENCE)
    return { finding: "refuse", message: `Not worth it: no gain over ${rival} is shown, ${amount}.` };
  const need = Math.ceil(times * rows).toLocaleString("en-US");
  const message = `A gain over ${rival} is likely but not shown: ${amount}. About ${need} rows would show it, were the gain what it seems.`;
  return { finding: "insufficient", message };
}

/**
 * How many times as many rows would show the estimated gain with a power of 80 %: its standard error has to fall to
 * gain / (z + z of the power), and falls with the square root of the rows.
 */
function timesTheData({ value, low, high, level }: Estimate): number {
  if (value <= 0) return Infinity;
  const standardError = (high - low) / 2 / criticalValue(level);
  return (((criticalValue(level) + normalQuantile(POWER)) * standardError) / value) ** 2;
}
