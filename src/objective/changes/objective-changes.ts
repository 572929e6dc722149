import type { Objective } from "../objective.ts";
import { briefChanges, requirementChanges } from "./brief-changes.ts";
import type { Change } from "./change.ts";
import { goalChanges, limitChanges } from "./goal-changes.ts";
import { payoffChanges } from "./payoff-changes.ts";
import { watchedChanges } from "./watched-changes.ts";

/** What is different between two versions of an objective, field by field, in words; its reason left aside. */
export function objectiveChanges(before: Objective, after: Objective): readonly Change[] {
  if (!before.stated && after.stated)
    return [{ path: "stated", kind: "added", words: `the objective was stated: ${wordGoal(after)}`, grows: false }];
  if (before.stated && !after.stated)
    return [
      {
        path: "stated",
        kind: "removed",
        words: "the objective was taken back and is not stated any more",
        grows: false,
      },
    ];
  const money = [...payoffChanges(before, after), ...limitChanges(before, after)];
  if (!before.stated || !after.stated) return money;
  return [
    ...goalChanges(before, after),
    ...money,
    ...watchedChanges(before, after),
    ...briefChanges(before, after),
    ...requirementChanges(before, after),
  ];
}

/** What is wanted, in one phrase: `increase money saved from 0 to 250,000 USD a year by 2027-06-30`. */
export function wordGoal(objective: Objective): string {
  if (!objective.stated) return "not stated";
  const { direction, metric, baseline, target, currency, by } = objective;
  const amount = (value: number): string => value.toLocaleString("en-US");
  return `${direction} ${metric.name} from ${amount(baseline)} to ${amount(target)} ${currency} a year by ${by}`;
}
