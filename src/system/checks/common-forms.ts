import { isAlidadeError, milliseconds } from "../../kernel/index.ts";
import { type Form, flag, isAmount, isObject, number, type Parts, type Property, text, when } from "./form.ts";

/** Forms that several parts of a system file have. */
export const positive: Form = when((value) => isAmount(value) && value > 0, "a finite number above 0");
export const list: Form = when(Array.isArray, "a list");
export const share: Form = when(
  (value) => isAmount(value) && value >= 0 && value <= 1,
  "a share from 0 to 1, such as 0.05",
);
export const between01: Form = when(
  (value) => isAmount(value) && value > 0 && value < 1,
  "a share between 0 and 1, such as 0.99",
);
export const texts: Form = when(
  (value) => Array.isArray(value) && value.every((one) => typeof one === "string"),
  'a list of texts, such as `["clinical lead"]`',
);
export const date: Form = when(
  (value) => typeof value === "string" && isDate(value),
  'a date, written YYYY-MM-DD, such as "2027-06-30"',
);
export const duration: Form = when(isDuration, 'a duration, such as "30d"');
export const range: Form = when(
  (value) =>
    Array.isArray(value) && value.length === 2 && value.every(isAmount) && Number(value[0]) <= Number(value[1]),
  "`[low, high]`, two numbers, the lower one first",
);
/** One of a few words. */
export function oneOf(...choices: readonly string[]): Form {
  return when((value) => choices.includes(String(value)), choices.map((choice) => JSON.stringify(choice)).join(" or "));
}

/** What nearly every list of a part is made of. */
export const words: Property = { form: text };
export const amount: Property = { form: number };
export const yesOrNo: Property = { form: flag };

/** The same property, which may be left out. */
export function optional(form: Form): Property {
  return { form, optional: true };
}

/** A list of objects that have these parts; may be left out. */
export function listOf(what: string, parts: Parts): Property {
  return { form: list, optional: true, each: { form: when(isObject, what), parts } };
}

/** A day that the calendar has. */
function isDate(value: string): boolean {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(value);
}

function isDuration(value: unknown): boolean {
  try {
    return typeof value === "string" && milliseconds(value) > 0;
  } catch (thrown) {
    if (!isAlidadeError(thrown)) throw thrown;
    return false;
  }
}
