import { isInsufficient } from "../../kernel/index.ts";
import { isAnswerPayoff, type StatedObjective, wordPayoff } from "../../objective/index.ts";
import {
  count,
  formatNumber,
  keyValues,
  money,
  percent,
  type Section,
  type Unit,
  type Value,
  words,
} from "../../report/index.ts";
import type { Estimated } from "../../stats/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Assessment } from "../assess.ts";
import { capitalised, counted, wordEstimate, wordShare } from "../words.ts";
import { isWorthwhile } from "../worthwhile.ts";
import type { ValuePath } from "./value-path.ts";

/** A number that the value rests on: whether it was measured or is assumed, by whom, and in what range it may lie. */
export interface Figure {
  readonly name: string;
  readonly value: Value;
  readonly basis: "measured" | "assumed";
  /** `by care management`, `on 2,000 rows`. */
  readonly by: string;
  /** Empty where nobody gave one. */
  readonly range: string;
}

/** Every number that the value rests on. Of an unstated objective only what the data tell. */
export function figuresOf(assessment: Assessment, { objective }: SystemDefinition): readonly Figure[] {
  const measured = [...rateFigures(assessment), ...gainFigures(assessment)];
  if (!objective.stated) return measured;
  return [
    ...measured,
    ...priceFigures(objective),
    ...effectFigures(objective),
    ...volumeFigures(objective),
    ...(isWorthwhile(assessment) ? costFigures(assessment.path, objective) : []),
    ...proxyFigures(objective),
  ];
}

function rateFigures(assessment: Assessment): readonly Figure[] {
  if (assessment.kind !== "act" || assessment.data.rows === 0) return [];
  const { outcome, positives, rows } = assessment.data;
  return [
    {
      name: `Share in which ${outcome} is yes`,
      value: percent(positives / rows),
      basis: "measured",
      by: `on ${counted(rows, "row")}`,
      range: "",
    },
  ];
}

function gainFigures({ worth, signal }: Assessment): readonly Figure[] {
  if (worth === null || signal === null) return [];
  const { overRule, currency, basis } = worth;
  const value = isInsufficient(overRule) ? overRule : money(overRule.value, currency, { signed: true });
  const by = `on ${counted(signal.judgedRows, "unseen row")}${basis === "assumed" ? ", with what is assumed of acting" : ""}`;
  return [{ name: "Gain of a decision over the rule", value, basis, by, range: rangeOf(overRule, { currency }) }];
}

function rangeOf(found: Estimated, unit: Unit): string {
  if (isInsufficient(found)) return "";
  const words = wordEstimate(found, unit);
  return words.slice(words.indexOf("(") + 1, -1);
}

function priceFigures({ payoff, cost, currency, asked }: StatedObjective): readonly Figure[] {
  const told = (name: string, amount: number): Figure => ({
    name,
    value: money(amount, currency),
    basis: "assumed",
    by: `by ${asked}`,
    range: "",
  });
  if (isAnswerPayoff(payoff)) return wordPayoff(payoff).map(([what, amount]) => told(what, amount));
  const worth = Object.entries(payoff).flatMap(([action, { yes, no }]) => [
    told(`${capitalised(action)}, if it is a yes`, yes),
    told(`${capitalised(action)}, if it is a no`, no),
  ]);
  const costs = Object.entries(cost).flatMap(([action, amount]) =>
    amount === undefined ? [] : [told(`Cost of “${action}”`, amount)],
  );
  return [...worth, ...costs];
}

function effectFigures({ effect, asked }: StatedObjective): readonly Figure[] {
  if (effect === undefined) return [];
  const [low, high] = effect.range;
  return [
    {
      name: "True cases that acting changes",
      value: percent(effect.value),
      basis: effect.basis,
      by: effect.basis === "assumed" ? `by ${asked}` : "by an experiment",
      range: `${wordShare(low)} to ${wordShare(high)}`,
    },
  ];
}

function volumeFigures({ perYear, asked }: StatedObjective): readonly Figure[] {
  if (perYear === undefined) return [];
  return [{ name: "Decisions a year", value: count(perYear), basis: "assumed", by: `by ${asked}`, range: "" }];
}

function costFigures(path: ValuePath | null, { currency, asked }: StatedObjective): readonly Figure[] {
  if (path === null) return [];
  const { costs, ramp } = path;
  const who = costs.from === "budget" ? `by ${asked}, as the whole budget` : CALLER;
  const cost = (name: string, amount: number | null): Figure => ({
    name,
    value: amount === null ? words("not known", { tone: "unknown" }) : money(amount, currency),
    basis: "assumed",
    by: amount === null ? "nobody has said" : who,
    range: "",
  });
  return [
    cost("Cost of building, once", costs.build),
    cost("Cost of running, a year", costs.perYear),
    {
      name: "Months of building",
      value: ramp.buildMonths,
      basis: "assumed",
      by: ramp.buildSaid ? CALLER : DEFAULT,
      range: "",
    },
    {
      name: "Months of the experiment",
      value: ramp.trialMonths,
      basis: "assumed",
      by: ramp.trialPlanned ? "as planned from these data" : DEFAULT,
      range: "",
    },
  ];
}

const CALLER = "by whoever asked for this assessment";
const DEFAULT = "by default, for nobody has said";

function proxyFigures({ proxies = {}, currency, asked }: StatedObjective): readonly Figure[] {
  return Object.entries(proxies).map(([name, { worth, basis }]) => {
    const [low, high] = worth.range;
    return {
      name: `Worth of one more of ${name}`,
      value: money(worth.value, currency),
      basis,
      by: basis === "assumed" ? `by ${asked}` : "by experiments",
      range: `${formatNumber(low, { currency })} to ${formatNumber(high, { currency })}`,
    };
  });
}

/** The numbers in a table. */
export function figureSection(figures: readonly Figure[]): readonly Section[] {
  if (figures.length === 0) return [];
  return [
    {
      title: "What is measured, and what is assumed",
      lead: "Every number that the value rests on, and who answers for it. An assumed one is replaced once it has been measured.",
      blocks: [keyValues(figures.map((one) => ({ name: one.name, value: tagged(one), note: noteOf(one) })))],
    },
  ];
}

function tagged({ value, basis }: Figure): Value {
  if (typeof value === "number") return count(value, { basis });
  return typeof value === "object" && value.kind === "quantity" ? { ...value, basis } : value;
}

function noteOf({ basis, by, range }: Figure): string {
  if (range !== "") return `${capitalised(by)}: ${range}.`;
  return basis === "assumed" ? `${capitalised(by)}; no range given.` : `${capitalised(by)}.`;
}
