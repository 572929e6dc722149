import type { FieldDescription, SystemDescription } from "./systems.ts";

/** A JSON Schema, as far as this room reads one. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What one field may be. Bounds are described and not demanded: a value outside them is flagged, and decided by the rule. */
function fieldSchema(field: FieldDescription): JsonSchema {
  const bounds = [
    field.min === undefined ? "" : `at least ${field.min}`,
    field.max === undefined ? "" : `at most ${field.max}`,
    field.values === undefined ? "" : `one of ${field.values.join(", ")}`,
    field.unit === undefined ? "" : `in ${field.unit}`,
  ].filter((words) => words !== "");
  const words = [field.doc ?? "", bounds.join(", ")].filter((part) => part !== "").join(" · ");
  return { ...TYPES[field.kind], ...(words === "" ? {} : { description: words }), ...examples(field) };
}

const TYPES: Readonly<Record<FieldDescription["kind"], JsonSchema>> = {
  number: { type: ["number", "null"] },
  text: { type: ["string", "null"] },
  flag: { type: ["boolean", "null"] },
  time: { type: ["string", "number", "null"] },
};

function examples({ values }: FieldDescription): JsonSchema {
  return values === undefined || values.length === 0 ? {} : { examples: values.slice(0, 20) };
}

/** The given of a system's questions: its fields and no others. */
export function givenSchema({ fields }: SystemDescription): JsonSchema {
  return {
    type: "object",
    properties: Object.fromEntries(fields.map((field) => [field.name, fieldSchema(field)])),
    additionalProperties: false,
  };
}
