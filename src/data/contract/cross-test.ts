import { type Condition, fieldsRead, type Order, orderOf } from "./cross-rule.ts";
import type { Fields } from "./field.ts";

/** A value as a rule sees it: a number, a flag as 0 or 1, a time in milliseconds, a text; null when it is missing. */
export type Seen = number | string | null;

/** Whether a condition is met; undefined where what is missing leaves it open. */
export type Verdict = boolean | undefined;

/** A condition made ready: its verdict on a field's value, and on the other field's where it compares two. */
export interface Tested {
  readonly field: string;
  /** The field it is compared with. */
  readonly other?: string;
  test(value: Seen, other: Seen): Verdict;
}

/** Makes a condition ready to be tested. */
export function testOf(condition: Condition): Tested {
  const [field = condition.field, other] = fieldsRead(condition);
  return { field, ...(other === undefined ? {} : { other }), test: verdictOf(condition) };
}

function verdictOf(condition: Condition): Tested["test"] {
  if ("missing" in condition) return (value) => (value === null) === condition.missing;
  if ("is" in condition) {
    const wanted = typeof condition.is === "boolean" ? Number(condition.is) : condition.is;
    return (value) => (value === null ? undefined : value === wanted);
  }
  if ("in" in condition) {
    const allowed = new Set<number | string>(condition.in);
    return (value) => (value === null ? undefined : allowed.has(value));
  }
  return orderTest(condition);
}

const HOLDS: Readonly<Record<Order, (a: number, b: number) => boolean>> = {
  atLeast: (a, b) => a >= b,
  atMost: (a, b) => a <= b,
  above: (a, b) => a > b,
  below: (a, b) => a < b,
};

function orderTest(condition: Condition): Tested["test"] {
  const { order, against } = orderOf(condition) ?? { order: "atLeast", against: Number.NEGATIVE_INFINITY };
  const holds = HOLDS[order];
  const fixed = typeof against === "number" ? against : undefined;
  return (value, other) => {
    const right = fixed ?? other;
    return typeof value === "number" && typeof right === "number" ? holds(value, right) : undefined;
  };
}

const WORDS: Readonly<Record<Order, string>> = {
  atLeast: "at least",
  atMost: "at most",
  above: "above",
  below: "below",
};

/** A condition in words: "`discharged` at least `admitted`", "`sex` one of "F", "M"". */
export function wordCondition(condition: Condition, fields: Fields): string {
  const name = `\`${condition.field}\``;
  const isTime = fields[condition.field]?.kind === "time";
  const show = (value: unknown): string => (isTime ? new Date(value as number).toISOString() : JSON.stringify(value));
  if ("missing" in condition) return `${name} ${condition.missing ? "missing" : "given"}`;
  if ("is" in condition) return `${name} ${show(condition.is)}`;
  if ("in" in condition) return `${name} one of ${condition.in.map(show).join(", ")}`;
  const found = orderOf(condition);
  const against = typeof found?.against === "object" ? `\`${found.against.field}\`` : show(found?.against);
  return `${name} ${WORDS[found?.order ?? "atLeast"]} ${against}`;
}
