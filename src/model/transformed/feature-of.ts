import { type Frozen, fieldsOf, outputName, stepOf, transformOf } from "../../features/index.ts";
import { known } from "../../kernel/index.ts";

/** Where what the inner model is given comes from. */
export interface Origin {
  /** The declared feature. */
  readonly feature: string;
  /** The columns of a row that it is made of. */
  readonly inputs: readonly string[];
}

/** The origin of every column that the inner model is given, by its name. */
export function originsOf({ steps, outputs }: Frozen): ReadonlyMap<string, Origin> {
  const origins = new Map<string, Origin>();
  const ofSteps = steps.map(({ of }) => fieldsOf(of));
  const rowFields = (fields: readonly string[]): readonly string[] =>
    fields.flatMap((field) => {
      const place = stepOf({ op: "field", kind: "number", name: field });
      return place === undefined ? [field] : rowFields(known(ofSteps[place], "a step"));
    });
  for (const { feature, of } of outputs) {
    const inputs = [...new Set(rowFields(fieldsOf(of)))];
    const place = stepOf(of);
    const step = place === undefined ? undefined : steps[place];
    const parts = step === undefined ? [""] : transformOf(step).columns(step.state, step.options);
    for (const part of parts) origins.set(outputName(feature, part), { feature, inputs });
  }
  return origins;
}
