import type { AssumptionCheck } from "../../objective/index.ts";
import { amount, duration, listOf, oneOf, optional, positive, range, share, texts, words } from "./common-forms.ts";
import { isObject, type Parts, type Property, text, when } from "./form.ts";

const names: Property = { form: texts };

/** What each check of an assumption holds beside its name. */
const CHECKS: Readonly<Record<AssumptionCheck["check"], Parts>> = {
  complete: { fields: optional(texts), missing: optional(share) },
  rows: { atLeast: { form: positive }, outcome: optional(text) },
  outcome: { outcome: words, between: { form: range } },
  unique: { fields: names },
  fresh: { within: { form: duration } },
  steady: { times: { form: positive } },
  experiment: {},
  ask: { who: words, answer: optional(oneOf("yes", "no")) },
};

const check: Property = {
  form: when(
    (value) => isObject(value) && Object.hasOwn(CHECKS, String(value.check)),
    'how it is checked, such as `complete("age")`, `rowsAtLeast(10_000)` or `ask("the nurses")`',
  ),
  parts: (value) => ({ check: words, ...CHECKS[value.check as AssumptionCheck["check"]] }),
};

/** What is agreed before anything is built. */
export const briefProperty: Property = {
  form: when(isObject, "an object, such as `{ stakeholders: [ … ], assumptions: [ … ] }`"),
  optional: true,
  parts: {
    stakeholders: listOf('somebody, such as `{ role: "nurse", view: "operator", goals: ["fewer returns"] }`', {
      role: words,
      view: { form: oneOf("executive", "data scientist", "operator", "end user", "IT") },
      goals: names,
      pains: optional(texts),
      success: optional(texts),
      decides: optional(text),
    }),
    process: {
      form: when(isObject, 'how it is done today, `{ today: "…", limits: [ … ] }`'),
      optional: true,
      parts: { today: words, limits: names, costPerYear: optional(amount.form) },
    },
    ifWrong: listOf('what follows, such as `{ of: "miss", follows: "…", severity: "high" }`', {
      of: { form: oneOf("miss", "false alarm", "wrong answer", "no answer") },
      follows: words,
      severity: { form: oneOf("low", "medium", "high") },
    }),
    risks: listOf('a risk and what is done about it, `{ risk: "…", answer: "…" }`', { risk: words, answer: words }),
    assumptions: listOf('an assumption, such as `{ statement: "Ages are complete.", check: complete("age") }`', {
      statement: words,
      by: optional(text),
      check,
    }),
    benefits: listOf('a benefit, such as `{ benefit: "calmer wards", tracked: "satisfaction" }`', {
      benefit: words,
      tracked: optional(text),
    }),
  },
};
