import { isAnswerPayoff } from "../../objective/index.ts";
import { briefProperty } from "./brief-form.ts";
import { date, oneOf, positive, texts } from "./common-forms.ts";
import { flag, isAmount, isObject, number, object, type Parts, type Property, text, when } from "./form.ts";
import { requirementsProperty } from "./requirements-form.ts";
import { metricsProperty, proxiesProperty } from "./watched-form.ts";

const currency = when(
  (value) => typeof value === "string" && /^[A-Z]{3}$/.test(value),
  'three capital letters of ISO 4217, such as "USD"',
);
const metric = when(
  (value) => isObject(value) && value.family === "business" && typeof value.name === "string",
  "a business metric, such as moneySaved or moneyEarned",
);
const effect = when(
  (value) => isObject(value) && isAmount(value.value) && Array.isArray(value.range) && typeof value.basis === "string",
  "`assumed(0.3, [0.1, 0.5])`",
);
const guardrail = when(
  (value) => isObject(value) && typeof value.guardrail === "string",
  "made by `latency({ p99Ms: 20 })`",
);
const waiting = when(
  (value) => isObject(value) && isAmount(value.value) && Array.isArray(value.range) && typeof value.basis === "string",
  "`waitingCosts(0.0004, [0.0001, 0.001])`",
);
const amount: Property = { form: number };
const entry: Property = {
  form: when(isObject, "money for either truth, such as `{ yes: 500, no: 0 }`"),
  parts: { yes: amount, no: amount },
};

const payoff = when(
  isObject,
  "money for each action, such as `{ act: { yes: 500, no: 0 }, skip: { yes: 0, no: 0 } }`, or for answers, such as `rightOrWrong({ right: 6, wrong: -4 })`",
);

/** A payoff of answers was checked by the word that made it. */
const answerPayoff: Property = {
  form: when(
    (value) => isObject(value) && Object.isFrozen(value),
    "made by `rightOrWrong` or another word for a payoff",
  ),
};

/** What both kinds of objective have. */
const shared: Readonly<Record<string, Property>> = {
  stated: { form: flag, optional: true },
  outcome: { form: text, optional: true },
  payoff: { form: payoff, each: entry },
  cost: { form: object, optional: true, each: amount },
  effect: {
    form: effect,
    optional: true,
    parts: {
      value: amount,
      range: { form: when(Array.isArray, "`[low, high]`"), each: amount },
      basis: { form: oneOf("assumed", "measured") },
    },
  },
  guardrails: {
    form: when(Array.isArray, "a list, such as `[latency({ p99Ms: 20 })]`"),
    optional: true,
    each: { form: guardrail, parts: { guardrail: { form: oneOf("latency") }, p99Ms: { form: positive } } },
  },
  transparency: { form: oneOf("any", "explainable"), optional: true },
  perYear: { form: positive, optional: true },
};

const goal = when(isObject, "`unstated({ … })`, or an object with a `payoff`");

/** The objective of a system file as it may be written: stated or not, with money for actions or for answers. */
export function objectiveProperty(objective: unknown): Property {
  const declared = isObject(objective) ? objective : {};
  const parts = declared.stated === false ? UNSTATED : STATED;
  const isPriced = isObject(declared.payoff) && isAnswerPayoff(declared.payoff);
  return { form: goal, parts: isPriced ? { ...parts, payoff: answerPayoff } : parts };
}

/** An objective that somebody stated. */
const STATED: Parts = {
  metric: { form: metric },
  direction: { form: oneOf("increase", "decrease") },
  baseline: amount,
  target: amount,
  by: { form: date },
  currency: { form: currency },
  ...shared,
  waiting: {
    form: waiting,
    optional: true,
    parts: {
      value: amount,
      range: { form: when(Array.isArray, "`[low, high]`"), each: amount },
      basis: { form: oneOf("assumed", "measured") },
    },
  },
  asked: { form: text },
  approves: { form: texts },
  unproven: { form: oneOf("allowed"), optional: true },
  why: { form: text, optional: true },
  metrics: metricsProperty,
  proxies: proxiesProperty,
  brief: briefProperty,
  requirements: requirementsProperty,
};

/** An objective made by `unstated()`; it counts in points. */
const UNSTATED: Parts = { ...shared, currency: { form: text } };
