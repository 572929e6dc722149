import { didYouMean, isObject } from "../../kernel/index.ts";

export { isObject };

/** Says what is allowed where a value has the wrong form; undefined where it has the right one. */
export type Form = (value: unknown) => string | undefined;
export type Loose = Readonly<Record<string, unknown>>;

/** What one property of a system file may be. */
export interface Property {
  readonly form: Form;
  readonly optional?: true;
  /** Of every value in it, by whatever names. */
  readonly each?: Property;
  /** The only properties that it may have; where they depend on what it is, by what came. */
  readonly parts?: Parts | ((value: Loose) => Parts);
}

export type Parts = Readonly<Record<string, Property>>;

/** Throws what is wrong with the property at a path. */
export type Refuse = (where: string, problem: string) => never;

interface Place {
  /** Path of the property, as in `objective.payoff`; empty at the root. */
  readonly where: string;
  readonly refuse: Refuse;
}

/** Checks a value and everything in it that its property speaks of; a misspelt name before anything else. */
export function checkForm(value: unknown, property: Property, { where, refuse }: Place): void {
  if (value === undefined && property.optional === true) return;
  const { form, each } = property;
  const wanted = form(value);
  if (wanted !== undefined) refuse(where, `must be ${wanted}. Got ${show(value)}`);
  const within = (name: string): Place => ({ where: where === "" ? name : `${where}.${name}`, refuse });
  const parts = typeof property.parts === "function" ? property.parts(value as Loose) : property.parts;
  if (parts !== undefined) {
    checkNames(value as Loose, Object.keys(parts), { where, refuse });
    for (const [name, part] of Object.entries(parts)) checkForm((value as Loose)[name], part, within(name));
  }
  if (each !== undefined) for (const [name, one] of Object.entries(value as Loose)) checkForm(one, each, within(name));
}

/** Refuses a name that is not among those allowed, and says which was meant. */
export function checkNames(value: Loose, allowed: readonly string[], { where, refuse }: Place): void {
  for (const name of Object.keys(value))
    if (!allowed.includes(name))
      refuse(
        where === "" ? name : `${where}.${name}`,
        `is not a property that it can have.${didYouMean(name, allowed)} There are ${allowed.join(", ")}`,
      );
}

export const when =
  (isRight: (value: unknown) => boolean, wanted: string): Form =>
  (value) =>
    isRight(value) ? undefined : wanted;

export const text: Form = when((value) => typeof value === "string", "a text");
export const object: Form = when(isObject, "an object");
export const number: Form = when(isAmount, "a finite number");
export const flag: Form = when((value) => typeof value === "boolean", "true or false");

export function isAmount(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

/** What came, as the end of a sentence. */
export function show(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "string") return JSON.stringify(value.slice(0, 60));
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" && value !== null ? "an object" : String(value).slice(0, 60);
}
