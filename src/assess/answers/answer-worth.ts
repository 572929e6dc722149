import type { Decisions } from "../../evaluate/index.ts";
import { isInsufficient } from "../../kernel/index.ts";
import { type Estimated, mapEstimate } from "../../stats/index.ts";
import type { AnsweringSystem } from "../../system/index.ts";
import type { AnswerFact, AnswerRace, Dataset } from "../../train/index.ts";
import { meanGain, volumeFor, type Worth } from "../worth.ts";
import type { ShortLookup } from "./short-lookup.ts";

/** Somebody who answered all judged decisions. */
export interface AnswerEntrant {
  readonly name: string;
  /** Money per decision. */
  readonly perDecision: Estimated;
  /** What else is to be said of the answers: shares that are right, how far off … */
  readonly facts: readonly AnswerFact[];
}

/** What answers by a model would be worth, in the objective's money, before anything is built. */
export interface AnswerWorth extends Pick<Worth, "currency" | "basis" | "decisionsPerYear" | "breakEven"> {
  /** Gain per decision over the declared rule, and over the best answer that looks at nothing. */
  readonly overRule: Estimated;
  readonly overConstant: Estimated;
  /** What the declared rule gains over the best answer that looks at nothing. */
  readonly ruleOverConstant: Estimated;
  /** What the best lookup of one or two features gains over the same; null where none was looked for. */
  readonly lookupOverConstant: Estimated | null;
  /** Everyone's answers: the model's, the rule's, the lookup's where there is one, and the best that looks at nothing. */
  readonly entrants: readonly AnswerEntrant[];
  /** The gain over the rule in a year; null while nobody has said how many decisions there are. */
  readonly perYear: { readonly overRule: Estimated; readonly overConstant: Estimated } | null;
}

export interface AnswerWorthCase {
  readonly system: AnsweringSystem;
  readonly decisions: Decisions;
  readonly race: AnswerRace;
  readonly lookup: ShortLookup | null;
  readonly costPerYear: number | null;
}

/** Counts the money. */
export function answerWorth({ system, decisions, race, lookup, costPerYear }: AnswerWorthCase): AnswerWorth {
  const { objective } = system;
  const { model, rule, constant } = race.standings;
  const gain = (mine: Float64Array, theirs: Float64Array): Estimated => meanGain(decisions, mine, theirs);
  const overRule = gain(model.money, rule.money);
  const overConstant = gain(model.money, constant.money);
  const yearly = (found: Estimated): Estimated =>
    isInsufficient(found) ? found : mapEstimate(found, (money) => money * (objective.perYear ?? 0));
  return {
    currency: objective.currency,
    basis: objective.stated ? "measured" : "assumed",
    overRule,
    overConstant,
    ruleOverConstant: gain(rule.money, constant.money),
    lookupOverConstant: lookup === null ? null : gain(lookup.money, constant.money),
    entrants: [
      { name: "a model (quick fit)", perDecision: model.perDecision, facts: model.facts },
      { name: "the declared rule", perDecision: rule.perDecision, facts: rule.facts },
      ...(lookup === null
        ? []
        : [
            {
              name: `looking up ${lookup.features.join(" and ")}`,
              perDecision: gain(lookup.money, new Float64Array(lookup.money.length)),
              facts: lookup.facts,
            },
          ]),
      { name: constant.name, perDecision: constant.perDecision, facts: constant.facts },
    ],
    decisionsPerYear: objective.perYear ?? null,
    perYear:
      objective.perYear === undefined ? null : { overRule: yearly(overRule), overConstant: yearly(overConstant) },
    breakEven: costPerYear === null ? null : { costPerYear, decisionsPerYear: volumeFor(costPerYear, overRule) },
  };
}

/** The judged decisions: one for each row, or for each list. */
export function decisionsOf({ entity, weight, lists }: Dataset, rows: Int32Array): Decisions {
  const seen = new Set<number>();
  const isFirst = (row: number): boolean => {
    const list = lists?.[row];
    if (list === undefined) return true;
    const isNew = !seen.has(list);
    seen.add(list);
    return isNew;
  };
  const decided = rows.filter(isFirst);
  return {
    rows: decided.length,
    entity: decided.map((row) => entity[row] as number),
    slices: { rows: decided.length, columns: [] },
    weight: Float64Array.from(decided, (row) => (lists === null ? (weight?.[row] ?? 1) : 1)),
  };
}
