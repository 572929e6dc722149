import type { FlagExpression, NumberExpression, TextExpression } from "../../features/index.ts";
import { didYouMean } from "../../kernel/index.ts";
import type { Actionable } from "../../model/index.ts";
import { type Form, isAmount, isObject, type Refuse, show, when } from "../checks/form.ts";
import type { SystemDefinition } from "../system.ts";

/** How one feature may be changed, by its kind. */
type ActionableOf<E> =
  E extends TextExpression<infer V>
    ? Pick<Actionable, "cost"> & { readonly levels?: readonly V[] }
    : E extends FlagExpression
      ? Pick<Actionable, "cost"> & { readonly levels?: readonly ("true" | "false")[] }
      : E extends NumberExpression
        ? Pick<Actionable, "cost" | "direction" | "min" | "max" | "step">
        : never;

/** Which features somebody can change: by name, or by name with how. */
export type ActionableFor<F> =
  | readonly Extract<keyof F, string>[]
  | { readonly [Name in keyof F]?: ActionableOf<F[Name]> };

/** What may be changed, by feature; a list names features that may become anything. */
export function settleActionable(
  given: readonly string[] | Readonly<Record<string, Actionable>>,
): Readonly<Record<string, Actionable>> {
  return Array.isArray(given)
    ? Object.fromEntries(given.map((name: string) => [name, {}]))
    : (given as Readonly<Record<string, Actionable>>);
}

const NUMBER: readonly string[] = ["direction", "min", "max", "step", "cost"];
const LEVELS: readonly string[] = ["levels", "cost"];

/** Refuses to change what is no feature, or in a way that its kind does not have. */
export function checkActionable({ actionable = {}, features }: SystemDefinition, refuse: Refuse): void {
  const names = Object.keys(features);
  for (const [name, may] of Object.entries(actionable)) {
    const where = `actionable.${name}`;
    const kind = features[name]?.kind;
    if (kind === undefined) refuse(where, `must name a feature (${names.join(", ")}).${didYouMean(name, names)}`);
    if (!isObject(may)) refuse(where, `must be an object, such as \`{ cost: 1 }\`. Got ${show(may)}`);
    checkParts(may as Actionable, { where, kind: kind as string, refuse });
  }
}

interface Place {
  readonly where: string;
  readonly kind: string;
  readonly refuse: Refuse;
}

function checkParts(may: Actionable, { where, kind, refuse }: Place): void {
  const allowed = kind === "number" ? NUMBER : LEVELS;
  for (const [part, value] of Object.entries(may)) {
    if (!allowed.includes(part))
      refuse(`${where}.${part}`, `is nothing that a ${kind} has. There are ${allowed.join(", ")}`);
    const wanted = PARTS[part]?.(value);
    if (wanted !== undefined) refuse(`${where}.${part}`, `must be ${wanted}. Got ${show(value)}`);
  }
  const { min = -Infinity, max = Infinity } = may;
  if (min > max) refuse(where, `must have a \`min\` that is not above its \`max\`. Got ${min} and ${max}`);
}

const amount: Form = when(isAmount, "a finite number");

/** What each part of it may be. */
const PARTS: Readonly<Record<string, Form>> = {
  direction: when((value) => value === "up" || value === "down", '"up" or "down"'),
  min: amount,
  max: amount,
  step: when((value) => isAmount(value) && value > 0, "a finite number above 0"),
  cost: when((value) => isAmount(value) && value >= 0, "a finite number, 0 or more"),
  levels: when(
    (value) => Array.isArray(value) && value.length > 0 && value.every((level) => typeof level === "string"),
    "a list of one text or more",
  ),
};
