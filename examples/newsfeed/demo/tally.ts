import type { Chance } from "./world.ts";

const DAY = 86_400_000;

/** What one day brought, as only a simulator knows it: on average over what is left to chance. */
export interface DayTally {
  /** Start of the day, UTC. */
  readonly day: number;
  decisions: number;
  shown: number;
  /** Money, in the prices of the objective. */
  money: number;
  /** What the rule would have brought on the same posts. */
  byRule: number;
  /** What would have been brought by whoever knows every reader's mind. */
  atBest: number;
  violations: number;
}

/** The true book of what was decided. */
export interface Tally {
  add(chance: Chance, decided: { readonly action: string; readonly arm: string }): void;
  readonly days: readonly DayTally[];
  /** By arm: decisions, and true money above what the rule would have brought on the same posts. */
  readonly arms: ReadonlyMap<string, ArmTally>;
}

export interface ArmTally {
  decisions: number;
  money: number;
  byRule: number;
}

/** 8 cents from whoever engages, 1 cent lost with whoever does not. */
export function worthOf({ truth: { engagement } }: Chance): number {
  return 0.08 * engagement - 0.01 * (1 - engagement);
}

/** What the rule of the system file says; a test holds them against each other. */
export function ruleShows({ given }: Pick<Chance, "given">): boolean {
  return Number(given.quality) >= 0.5 && given.follows_topic === true;
}

/** An empty book. */
export function openTally(): Tally {
  const days: DayTally[] = [];
  const arms = new Map<string, ArmTally>();
  return {
    days,
    arms,
    add(chance, { action, arm }) {
      const worth = worthOf(chance);
      const byRule = ruleShows(chance) ? worth : 0;
      const shown = action === "show";
      const day = dayIn(days, Math.floor(chance.at / DAY) * DAY);
      const own = arms.get(arm) ?? { decisions: 0, money: 0, byRule: 0 };
      arms.set(arm, own);
      day.decisions++;
      day.byRule += byRule;
      day.atBest += Math.max(0, worth);
      own.decisions++;
      own.byRule += byRule;
      if (!shown) return;
      day.shown++;
      day.money += worth;
      day.violations += chance.truth.violation;
      own.money += worth;
    },
  };
}

function dayIn(days: DayTally[], day: number): DayTally {
  const last = days.at(-1);
  if (last?.day === day) return last;
  const found = days.find((one) => one.day === day);
  if (found !== undefined) return found;
  const next: DayTally = { day, decisions: 0, shown: 0, money: 0, byRule: 0, atBest: 0, violations: 0 };
  days.push(next);
  return next;
}
