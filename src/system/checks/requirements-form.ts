import { duration, oneOf, optional, positive } from "./common-forms.ts";
import { isAmount, isObject, object, type Property, text, when } from "./form.ts";

const money = when((value) => isAmount(value) && value >= 0, "an amount of money, 0 or more");

/** What is required besides money. */
export const requirementsProperty: Property = {
  form: when(isObject, 'an object, such as `{ regulated: "GDPR", retrain: "30d" }`'),
  optional: true,
  parts: {
    regulated: optional(text),
    realTime: {
      form: when(isObject, '`{ p99Ms: 20 }`, and `fresh: "5m"` where events must be seen by then'),
      optional: true,
      parts: { p99Ms: { form: positive }, fresh: optional(duration) },
    },
    batch: { form: when(isObject, '`{ every: "1d" }`'), optional: true, parts: { every: { form: duration } } },
    peakPerSecond: optional(positive),
    retrain: optional(duration),
    keep: {
      form: object,
      optional: true,
      parts: { decisions: optional(duration), snapshots: optional(duration), models: optional(duration) },
    },
    budget: { form: object, optional: true, parts: { build: optional(money), perYear: optional(money) } },
    runsOn: optional(oneOf("laptop", "own servers", "cloud", "browser")),
  },
};
