import { duration, optional } from "./common-forms.ts";
import { isObject, object, type Property, when } from "./form.ts";

const KINDS = ["terminal", "webhook", "email", "alertmanager"];

const names: Property = {
  form: when(
    (value) => Array.isArray(value) && value.every((one) => typeof one === "string"),
    'a list of channels, such as `["ops"]`',
  ),
  optional: true,
};

/** Who hears of alerts, as it may be written. */
export const alertsProperty: Property = {
  form: when(isObject, 'an object, such as `{ channels: { ops: webhook({ url: env("SLACK_URL") }) }, page: ["ops"] }`'),
  optional: true,
  parts: {
    channels: {
      form: object,
      each: {
        form: when(
          (value) => isObject(value) && KINDS.includes(String(value.channel)),
          "made by `webhook({ … })`, `email({ … })`, `alertmanager({ … })` or `terminal()`",
        ),
      },
    },
    page: names,
    warning: names,
    notice: names,
    escalateAfter: optional(duration),
    quietAfter: optional(duration),
  },
};
