import { type Insufficient, insufficient, rng } from "../../kernel/index.ts";
import type { BusinessEstimand, BusinessQuestion, BusinessTruth, CasePolicy, Hidden } from "../business.ts";
import { checkAction } from "./check-action.ts";
import { lotOf } from "./lot.ts";
import { daysIn, type Opened, todayOf } from "./opened.ts";
import { businessStart, DAY } from "./world.ts";

/** What a policy brought in one world, and that which an estimand divides it by. */
interface Sum {
  readonly money: number;
  readonly decisions: number;
  readonly units: number;
}

/** The answer to a question, from independent copies of the business. */
export function truthIn<T extends Hidden, S>(
  opened: Opened<T, S>,
  question: BusinessQuestion,
): BusinessTruth | Insufficient {
  const { policy, against, estimand, horizonDays, run = "long", worlds = 20 } = question;
  if (worlds < 2) return insufficient("too-few-worlds", { need: 2, have: worlds });
  if (horizonDays < 1) return insufficient("too-short-a-horizon", { need: 1, have: horizonDays });
  const copies = Array.from({ length: worlds }, (_, n) => ({ ...opened, seed: seedOfWorld(opened.seed, n) }));
  const sums = copies.map((copy) => sumOf(copy, policy, question));
  const others = against === undefined ? undefined : copies.map((copy) => sumOf(copy, against, question));
  const decisions = sums.reduce((sum, one) => sum + one.decisions, 0);
  if (decisions === 0) return insufficient("no-decisions", { need: 1, have: 0 });
  const mine = ratioOf(sums);
  const theirs = others === undefined ? undefined : ratioOf(others);
  const residuals = mine.residuals.map((residual, n) => residual - (theirs?.residuals[n] ?? 0));
  const squares = residuals.reduce((sum, residual) => sum + residual * residual, 0);
  return {
    ...{ estimand, run, horizonDays, decisions, n: worlds },
    value: mine.value - (theirs?.value ?? 0),
    standardError: Math.sqrt(squares / (worlds - 1) / worlds),
  };
}

/** The seed of the n-th independent copy of a business. */
function seedOfWorld(seed: number, n: number): number {
  return rng({ seed, unit: n, purpose: "sim.worlds" }).integer(2 ** 48);
}

/** A ratio of two means over worlds, and how far each world is off, linearised (Cochran, Sampling Techniques, 1977, section 6.3). */
function ratioOf(sums: readonly Sum[]): { readonly value: number; readonly residuals: readonly number[] } {
  const units = sums.reduce((sum, one) => sum + one.units, 0);
  const value = sums.reduce((sum, one) => sum + one.money, 0) / units;
  return { value, residuals: sums.map((one) => ((one.money - value * one.units) * sums.length) / units) };
}

function sumOf<T extends Hidden, S>(opened: Opened<T, S>, policy: CasePolicy, question: BusinessQuestion): Sum {
  const { estimand, horizonDays, run = "long", start = businessStart } = question;
  const { world, seed } = opened;
  const entities = new Set<string>();
  let money = 0;
  let decisions = 0;
  let state = world.begin(opened);
  const first = Math.floor(start / DAY) * DAY;
  for (const day of daysIn({ from: first, to: first + horizonDays * DAY })) {
    const today = todayOf(opened, day, state);
    for (const one of world.day(today)) {
      const action = checkAction(world, policy(one.given, lotOf({ seed, id: one.id, purpose: "policy" })));
      money += world.worth(one, action);
      decisions++;
      if (estimand === "money-per-visitor") entities.add(one.entity);
      world.react(state, one, action);
    }
    if (run === "long") world.night(state, today);
    else state = world.begin(opened);
  }
  return { money, decisions, units: unitsOf({ estimand, decisions, visitors: entities.size, days: horizonDays }) };
}

interface Counted {
  readonly estimand: BusinessEstimand;
  readonly decisions: number;
  readonly visitors: number;
  readonly days: number;
}

function unitsOf({ estimand, decisions, visitors, days }: Counted): number {
  if (estimand === "money-per-day") return days;
  return estimand === "money-per-visitor" ? visitors : decisions;
}
