import { givenNotFinite } from "./errors.ts";

/**
 * What was given, as it would arrive over HTTP: a date as its ISO 8601 text, what is undefined left out. Throws
 * `decide.given-not-finite`.
 */
export function spoken(given: unknown): unknown {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return given;
  const fields = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.fromEntries(fields.map(([field, value]) => [field, spokenValue(field, value)]));
}

function spokenValue(field: string, value: unknown): unknown {
  const number: unknown = value instanceof Date ? value.getTime() : value;
  if (typeof number === "number" && !Number.isFinite(number)) throw givenNotFinite({ field, got: String(value) });
  return value instanceof Date ? value.toISOString() : value;
}
