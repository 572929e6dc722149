import type { Decisions } from "../../evaluate/index.ts";
import { isInsufficient } from "../../kernel/index.ts";
import type { Estimated } from "../../stats/index.ts";
import type { FramingCosts } from "./costs.ts";
import type { OnNewClass } from "./framing.ts";
import { pairedGain } from "./paired.ts";

/** What the race says: one framing earns more than every other, or some cannot be told apart. */
export interface FramingChoice {
  readonly verdict: "clear" | "tied" | "refused";
  /** Name of the framing that earns more than every other; null where chance could have put it first. */
  readonly recommended: string | null;
  /** The rival whose interval reaches lowest, and how far ahead of it the first one is; null without a rival. */
  readonly closest: { readonly first: string; readonly name: string; readonly gain: Estimated } | null;
  /** Names of the framings that are not shown to earn less than the first, the first among them. */
  readonly alike: readonly string[];
  /** Of those the one that asks least when it is kept and served; null where one is recommended. */
  readonly simplest: string | null;
  /** Names of those that take longer than the declared guardrail allows: none of them is recommended. */
  readonly tooSlow: readonly string[];
}

interface Candidate {
  readonly name: string;
  readonly onNewClass: OnNewClass;
  readonly costs: FramingCosts;
  /** Of every decision. */
  readonly money: Float64Array;
}

interface Terms {
  readonly decisions: Decisions;
  /** By how much intervals are widened, because framings learn. */
  readonly factor: number;
  /** Milliseconds that a request may take; null where nobody has said. */
  readonly limitMs: number | null;
}

/**
 * Chooses among framings by money on the same decisions. The first is recommended only when the 95 % interval of its lead over
 * each other one is above zero: of framings that are alike none is recommended in more than one race of twenty.
 */
export function choiceOf(raced: readonly Candidate[], { decisions, factor, limitMs }: Terms): FramingChoice {
  const isSlow = ({ costs }: Candidate): boolean => limitMs !== null && costs.p99Ms > limitMs;
  const tooSlow = raced.filter(isSlow).map(({ name }) => name);
  const able = raced.filter((one) => !isSlow(one));
  const [first, ...others] = [...able].sort((a, b) => totalOf(decisions, b) - totalOf(decisions, a));
  if (first === undefined)
    return { verdict: "refused", recommended: null, closest: null, alike: [], simplest: null, tooSlow };
  const rivals = others
    .map((rival) => ({ rival, gain: pairedGain(decisions, { mine: first.money, theirs: rival.money }, factor) }))
    .sort((a, b) => lowOf(a.gain) - lowOf(b.gain));
  const alike = [first, ...rivals.filter(({ gain }) => !(lowOf(gain) > 0)).map(({ rival }) => rival)];
  const [nearest] = rivals;
  const isClear = alike.length === 1;
  return {
    verdict: isClear ? "clear" : "tied",
    recommended: isClear ? first.name : null,
    closest: nearest === undefined ? null : { first: first.name, name: nearest.rival.name, gain: nearest.gain },
    alike: alike.map(({ name }) => name),
    simplest: isClear ? null : simplestOf(raced.filter((one) => alike.includes(one))).name,
    tooSlow,
  };
}

function totalOf({ weight }: Decisions, { money }: Candidate): number {
  return money.reduce((sum, amount, i) => sum + amount * (weight[i] as number), 0);
}

/** The least that a gain may be; of one that cannot be told, anything. */
function lowOf(gain: Estimated): number {
  return isInsufficient(gain) ? Number.NEGATIVE_INFINITY : gain.low;
}

const EFFORT: Readonly<Record<Candidate["onNewClass"], number>> = {
  "no-classes": 0,
  served: 0,
  "retrain-one": 1,
  retrain: 1,
};

/** The one that needs no retraining for a new class, then asks a model least often; of equals the first, the declared one before others. */
function simplestOf(alike: readonly Candidate[]): Candidate {
  const effortOf = ({ onNewClass, costs }: Candidate): readonly number[] => [
    EFFORT[onNewClass],
    Math.round(costs.predictions),
  ];
  return alike.reduce((kept, next) => (isLess(effortOf(next), effortOf(kept)) ? next : kept));
}

function isLess(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at >= 0 && (a[at] as number) < (b[at] as number);
}
