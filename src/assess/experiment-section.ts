import { count, keyValues, money, type Section, table, type Value } from "../report/index.ts";
import type { Estimated } from "../stats/index.ts";
import type { ExperimentBasics, ExperimentSize } from "./experiment-plan.ts";
import { scaleOf } from "./report-sections.ts";
import { wordDays } from "./words.ts";

/** An experiment, and what else than the declared rule a model is held against. */
export interface PlannedExperiment {
  readonly plan: ExperimentBasics;
  readonly other: ExperimentSize;
  /** `acting on nobody`. */
  readonly against: string;
  readonly currency: string;
  /** Gains per decision, for the unit that the smallest gains are told in. */
  readonly gains: readonly Estimated[];
}

/** Nobody waits longer than this for an experiment. */
const LONGEST = 730;

/** How long the gain over the rule takes to prove; and, where that is out of reach, the gain over the other. */
export function experimentWords({ plan, other, against }: PlannedExperiment): readonly string[] {
  const { days } = plan;
  if (typeof days !== "number") return [];
  if (days <= LONGEST) return [`An experiment would take ${wordDays(days)} at this traffic to prove that gain.`];
  const beyond = `Proving that gain over the rule is out of reach: ${wordDays(days)} at this traffic.`;
  const isSooner = typeof other.days === "number" && other.days < days;
  return [isSooner ? `${beyond} ${otherWords(Number(other.days), against)}` : beyond];
}

function otherWords(days: number, against: string): string {
  const gain = `The gain of the model over ${against}`;
  return days <= LONGEST
    ? `${gain} can be proved in ${wordDays(days)}.`
    : `${gain} takes ${wordDays(days)}, out of reach as well: more decisions a day are needed.`;
}

/** The sizes of both experiments, what they rest on, and what shorter ones would show. */
export function experimentSection({ plan, other, against, currency, gains }: PlannedExperiment): Section {
  const whole = (found: typeof plan.units): Value => (typeof found === "number" ? count(found) : found);
  const cash = (found: typeof plan.units): Value => (typeof found === "number" ? money(found, currency) : found);
  const sizes = table(
    ["Model against", "Gain per entity", "Entities", "Days"],
    [["the declared rule", plan] as const, [against, other] as const].map(([name, { liftPerUnit, units, days }]) => [
      name,
      cash(liftPerUnit),
      whole(units),
      whole(days),
    ]),
  );
  const facts = keyValues([
    { name: "Standard deviation per entity", value: cash(plan.sdPerUnit) },
    { name: "Decisions per entity", value: plan.decisionsPerUnit, note: "as in the data" },
  ]);
  const { times, per } = scaleOf(...gains);
  const detectable = table(
    ["After", `Smallest gain over the rule that would show, ${per}`],
    plan.detectable.map(({ weeks, perDecision }) => [
      `${weeks} weeks`,
      cash(typeof perDecision === "number" ? perDecision * times : perDecision),
    ]),
  );
  return {
    title: "How long would an experiment take?",
    lead: "Half of the entities in each arm; 80% power, 5% level. Entities count both arms together.",
    blocks: [sizes, facts, detectable],
  };
}
