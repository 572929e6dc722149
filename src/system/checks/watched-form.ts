import type { Measure, Quantity } from "../../objective/index.ts";
import { between01, date, oneOf, optional, positive, range, share } from "./common-forms.ts";
import {
  type Form,
  isAmount,
  isObject,
  type Loose,
  number,
  object,
  type Parts,
  type Property,
  text,
  when,
} from "./form.ts";

const days: Form = when((value) => Number.isSafeInteger(value) && Number(value) > 0, "a whole number of days above 0");
const span: Property = { form: oneOf("second", "day", "month", "year") };
const per: Property = { form: oneOf("unit", "decision") };

const among: Property = {
  form: when(isObject, "`{ field, is }`: decisions whose field has this value"),
  optional: true,
  parts: {
    field: { form: text },
    is: { form: when((value) => ["string", "number", "boolean"].includes(typeof value), "a text, a number or a flag") },
  },
};

/** What each quantity holds beside its name. */
const QUANTITIES: Readonly<Record<Quantity["quantity"], Parts>> = {
  money: {},
  decisions: {},
  acted: { action: optional(text) },
  outcome: { outcome: { form: text } },
  latency: {},
  fallback: {},
  failed: {},
  explained: {},
  cost: {},
  declared: { perAction: { form: object, each: { form: number } } },
  judged: { among },
  wrong: { among },
};

const of: Property = {
  form: when(
    (value) => isObject(value) && Object.hasOwn(QUANTITIES, String(value.quantity)),
    'the name of an outcome, as in `share("clicked")`, or a quantity, as in `mean(of.money)`',
  ),
  parts: (value) => ({ quantity: { form: text }, ...QUANTITIES[value.quantity as Quantity["quantity"]] }),
};

/** What each measure holds beside its name. */
const MEASURES: Readonly<Record<Measure["measure"], Parts>> = {
  mean: { of, per },
  share: { of, per },
  ratio: { of, over: of },
  quantile: { of, q: { form: between01 } },
  retention: { day: { form: days } },
  total: { of, per: span },
  incremental: { of, per: span },
  active: { days: { form: days } },
  catalogue: {},
  lifetime: { months: { form: positive }, kept: { form: share } },
  "running-cost": { perMonth: { form: positive } },
};

const measure: Property = {
  form: when(
    (value) => isObject(value) && Object.hasOwn(MEASURES, String(value.measure)),
    'made by `share("clicked")`, `mean`, `ratio`, `quantile`, or by a metric of the catalogue',
  ),
  parts: (value) => ({ measure: { form: text }, ...MEASURES[value.measure as Measure["measure"]] }),
};

const margin: Property = {
  form: when(
    (value) => isObject(value) && Object.keys(value).length === 1 && Object.values(value).every(isAbove0),
    "what may be lost, `{ relative: 0.01 }` or `{ absolute: 2 }`",
  ),
  parts: { relative: optional(positive), absolute: optional(positive) },
};

const outliers: Property = {
  form: when(
    (value) => isObject(value) && Object.keys(value).length === 1,
    "how extreme values count, `{ winsorise: 0.999 }` or `{ cap: 500 }`",
  ),
  optional: true,
  parts: { winsorise: optional(between01), cap: optional(number) },
};

const WATCHED: Parts = {
  metric: optional(text),
  measure,
  role: { form: oneOf("success", "guardrail", "deterioration", "quality") },
  direction: { form: oneOf("increase", "decrease") },
  outliers,
  baseline: optional(number),
  target: optional(number),
  source: optional(oneOf("baseline", "industry", "stakeholder")),
  threshold: optional(number),
  owner: optional(text),
  review: optional(date),
};

/** What is watched beside the money, by name. */
export const metricsProperty: Property = {
  form: when(isObject, 'an object of metrics, such as `{ clicks: guardrail(share("clicked"), { lose: 0.01 }) }`'),
  optional: true,
  each: {
    form: when(
      (value) => isObject(value) && isObject(value.measure),
      'made by `success`, `guardrail`, `deterioration` or `quality`, as in `guardrail(share("clicked"), { lose: 0.01 })`',
    ),
    parts: withMargin,
  },
};

/** A guardrail says what may be lost; nothing else does. */
function withMargin({ role }: Loose): Parts {
  return role === "guardrail" ? { ...WATCHED, margin } : WATCHED;
}

/** What stands in for the objective's metric, by name. */
export const proxiesProperty: Property = {
  form: when(isObject, "an object of proxies, made by `proxy`"),
  optional: true,
  each: {
    form: when(
      (value) => isObject(value) && isObject(value.worth),
      'made by `proxy("clicked", { worth: 0.04, range: [0.01, 0.1], because: "…" })`',
    ),
    parts: {
      of: { form: text },
      because: { form: text },
      worth: { form: object, parts: { value: { form: number }, range: { form: range } } },
      basis: { form: oneOf("assumed", "measured") },
    },
  },
};

function isAbove0(value: unknown): boolean {
  return isAmount(value) && value > 0;
}
