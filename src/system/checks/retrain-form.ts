import { LOOP_STAGES } from "../retrain.ts";
import { between01, duration, list, oneOf, optional, positive, share, texts } from "./common-forms.ts";
import { flag, isAmount, isObject, number, object, type Parts, type Property, text, when } from "./form.ts";

const count = when((value) => Number.isSafeInteger(value) && Number(value) >= 0, "a whole number, 0 or more");

/** What each trigger holds beside its name. */
const TRIGGERS: Readonly<Record<string, Parts>> = {
  schedule: { every: { form: duration } },
  data: { share: optional(positive), rows: optional(positive) },
  alarm: { kinds: { form: texts } },
  quality: { heads: { form: texts } },
  value: {},
  objective: {},
  requirement: {},
};

const trigger: Property = {
  form: when(
    (value) => isObject(value) && Object.hasOwn(TRIGGERS, String(value.on)),
    'made by `every("7d")`, `newData({ share: 0.2 })`, `onAlarm([…])`, `onQuality()`, `onValue()`, `onObjective()` or `onRequirement()`',
  ),
  parts: (value) => ({ on: { form: text }, ...TRIGGERS[String(value.on)] }),
};

const shares = when(
  (value) =>
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((one, i) => isAmount(one) && one > (i === 0 ? 0 : Number(value[i - 1])) && one <= 1),
  "growing shares above 0 and up to 1, such as `[0.01, 0.05, 0.25]`",
);

/** How a system retrains itself, as it may be written. */
export const retrainProperty: Property = {
  form: when(isObject, 'an object, such as `{ when: [every("7d"), onAlarm(["input.*"])], coolDown: "1d" }`'),
  optional: true,
  parts: {
    when: { form: list, optional: true, each: trigger },
    coolDown: optional(duration),
    budget: { form: object, optional: true, parts: { perMonth: optional(positive), minutes: optional(positive) } },
    approval: {
      form: when(
        isObject,
        '`{ before: "canary" }`, and `by: ["clinical-lead"]` where it is not who approves the objective',
      ),
      optional: true,
      parts: { by: optional(texts), before: { form: oneOf(...LOOP_STAGES) } },
    },
    shadow: { form: object, optional: true, parts: { share: optional(share), least: optional(count) } },
    canary: {
      form: object,
      optional: true,
      parts: { ramp: optional(shares), dwell: optional(duration), least: optional(number) },
    },
    test: { form: object, optional: true, parts: { share: optional(between01), longest: optional(duration) } },
    prove: optional(oneOf("experiment", "holdback", "skip")),
    recalibrate: optional(flag),
  },
};
