import { hashUniform, type Insufficient, known } from "../../kernel/index.ts";
import { type ClusterTotals, type Comparison, comparisonOf, pairedPoint } from "../../stats/index.ts";
import { type DesignKind, defineDesignKind } from "./kinds.ts";

/** Switchback: everybody gets one release at a time, and the releases take turns. */
export const switchback: DesignKind = defineDesignKind({
  name: "switchback",
  tells: "Which release brings more where entities share one stock, so that one's gain is another's loss.",
  randomises: "time",
});

/** How time is cut. Milliseconds. */
export interface SwitchbackClock {
  /** When the first block begins, since 1970. */
  readonly from: number;
  readonly blockMs: number;
  /** The beginning of every block that does not count: what the block before left behind wears off meanwhile. */
  readonly burnInMs: number;
}

/** Whether a moment lies in the beginning of its block, which does not count. */
export function burnsIn({ from, blockMs, burnInMs }: SwitchbackClock, at: number): boolean {
  return at - from - Math.floor((at - from) / blockMs) * blockMs < burnInMs;
}

/** Where a moment lies. */
export interface BlockPlace {
  /** Rounds count from 0; before the first block they are negative. */
  readonly round: number;
  readonly arm: string;
  /** Whether the burn-in of its block was over. */
  readonly counts: boolean;
}

/**
 * The arm of a moment. Every round has one block for each arm in an order by lot, so that no arm has all the mornings, and
 * what grows slowly is in all arms alike. Burn-in: Bojinov, Simchi-Levi, Zhao. Design and analysis of switchback
 * experiments. Management Science 69, 2023.
 */
export function blockAt(
  clock: SwitchbackClock,
  { salt, arms, at }: { readonly salt: string; readonly arms: readonly string[]; readonly at: number },
): BlockPlace {
  const block = Math.floor((at - clock.from) / clock.blockMs);
  const round = Math.floor(block / arms.length);
  const order = arms
    .map((arm) => ({ arm, lot: hashUniform(`${salt}\u0000${round}\u0000${arm}`) }))
    .sort((a, b) => a.lot - b.lot);
  const { arm } = known(order[block - round * arms.length], "a switchback without arms");
  return { round, arm, counts: !burnsIn(clock, at) };
}

/** What counted in a block: money, and how many decisions (or hours, or trips) brought it. */
export interface BlockTotal {
  readonly round: number;
  readonly arm: string;
  readonly money: number;
  readonly size: number;
}

/**
 * Money per decision of `treatment` over `control`, from rounds in which both counted: two ratios over the same rounds,
 * whose common ups and downs cancel. Rounds are what varies independently; two are the least.
 */
export function switchbackEffect(
  blocks: readonly BlockTotal[],
  { treatment, control, level }: { readonly treatment: string; readonly control: string; readonly level?: number },
): Comparison | Insufficient {
  const rounds = new Map<number, Map<string, { money: number; size: number }>>();
  for (const { round, arm, money, size } of blocks) {
    const sums = rounds.get(round) ?? new Map<string, { money: number; size: number }>();
    rounds.set(round, sums);
    const sum = sums.get(arm) ?? { money: 0, size: 0 };
    sums.set(arm, { money: sum.money + money, size: sum.size + size });
  }
  const whole = [...rounds.values()].filter((sums) => sums.has(treatment) && sums.has(control));
  const totals = (arm: string): ClusterTotals => ({
    sums: Float64Array.from(whole, (sums) => sums.get(arm)?.money ?? 0),
    sizes: Float64Array.from(whole, (sums) => sums.get(arm)?.size ?? 0),
  });
  return comparisonOf(pairedPoint(totals(treatment), totals(control)), level);
}
