import fc from "fast-check";

/** A JSON Schema, as far as ours go. */
export type Schema = Readonly<Record<string, unknown>>;

/** Values that fit a schema. `defs` is where `$ref` leads, by the last part of its path. */
export function fitting(schema: Schema, defs: Readonly<Record<string, Schema>>): fc.Arbitrary<unknown> {
  const { $ref, anyOf, oneOf, enum: choices, const: only } = schema as Record<string, never>;
  if ($ref !== undefined) return fitting(defs[String($ref).split("/").at(-1) ?? ""] ?? {}, defs);
  const branches = (anyOf ?? oneOf) as readonly Schema[] | undefined;
  if (branches !== undefined) return fc.oneof(...branches.map((branch) => fitting(branch, defs)));
  if (choices !== undefined) return fc.constantFrom(...(choices as readonly unknown[]));
  if (only !== undefined) return fc.constant(only);
  const types = [schema.type].flat().filter((type) => type !== undefined) as string[];
  if (types.length === 0) return fc.jsonValue({ maxDepth: 2 });
  return fc.oneof(...types.map((type) => ofType(type, schema, defs)));
}

type Defs = Readonly<Record<string, Schema>>;

function ofType(type: string, schema: Schema, defs: Defs): fc.Arbitrary<unknown> {
  const { minimum = -1e9, maximum = 1e9, minLength = 0, maxLength = 30 } = schema as Record<string, number>;
  if (type === "string") return fc.string({ minLength, maxLength: Math.min(maxLength, minLength + 40) });
  if (type === "integer")
    return fc.integer({ min: Math.max(-(2 ** 31), minimum), max: Math.min(2 ** 31 - 1, maximum) });
  if (type === "number") return fc.double({ min: minimum, max: maximum, noNaN: true });
  if (type === "boolean") return fc.boolean();
  if (type === "null") return fc.constant(null);
  if (type === "array") {
    const { items = {}, minItems = 0 } = schema as { items?: Schema; minItems?: number };
    return fc.array(fitting(items, defs), { minLength: minItems, maxLength: minItems + 4 });
  }
  return objectOf(schema, defs);
}

function objectOf(schema: Schema, defs: Defs): fc.Arbitrary<unknown> {
  const { properties = {}, required = [] } = schema as {
    properties?: Readonly<Record<string, Schema>>;
    required?: readonly string[];
  };
  const members = Object.entries(properties).map(([name, one]) => [name, fitting(one, defs)] as const);
  return fc.record(Object.fromEntries(members), { requiredKeys: [...required] as never[] });
}

const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    ...[null, true, "", "NaN", "__proto__", "constructor", "../../etc/passwd", "\u0000", "\ud800", "x".repeat(300)],
    ...[0, -0, -1, 1e308, 5e-324, 2 ** 53, [], {}, [[]], { "": "" }, "2026-01-01T00:00:00Z", "yesterday"],
  ),
  fc.jsonValue({ maxDepth: 3 }),
);

/** Nearly what fits: one place in it is another value, gone, or has a stray member beside it. */
export function nearly(fits: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const how = fc.record({
    place: fc.nat(),
    what: fc.constantFrom("change", "drop", "add"),
    value: odd,
    name: fc.string(),
  });
  return fc.tuple(fits, how).map(([value, change]) => mutated(value, change));
}

interface Change {
  readonly place: number;
  readonly what: string;
  readonly value: unknown;
  readonly name: string;
}

function mutated(value: unknown, change: Change): unknown {
  const copy = structuredClone(value);
  const places = holders(copy);
  const [holder, key] = places[change.place % Math.max(1, places.length)] ?? [];
  if (holder === undefined || key === undefined) return change.value;
  if (change.what === "change") holder[key] = change.value;
  else if (change.what === "drop") delete holder[key];
  else if (Array.isArray(holder)) holder.push(change.value);
  else Object.defineProperty(holder, change.name, { value: change.value, enumerable: true, configurable: true });
  return copy;
}

type Holder = Record<string, unknown>;

/** Every member of every object and list within a value. */
function holders(value: unknown): readonly (readonly [Holder, string])[] {
  if (typeof value !== "object" || value === null) return [];
  const holder = value as Holder;
  return Object.keys(holder).flatMap((key) => [[holder, key] as const, ...holders(holder[key])]);
}
