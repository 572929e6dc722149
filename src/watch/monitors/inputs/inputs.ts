import type { InputLayout, InputSeen, Seen } from "../../seen/seen.ts";
import type { About, MonitorContext, MonitorStep, Reading } from "../monitor.ts";
import { isFieldRead } from "./fields-read.ts";

/** One field or feature in one period, beside what the reference shows of it. */
export interface Input {
  readonly about: About;
  readonly layout: InputLayout;
  readonly seen: InputSeen;
  readonly reference: InputSeen;
  /** Its importance, of a field that of the features that read it; where it is absent or missing there is nothing to touch. */
  readonly reach: number;
}

/** Every feature, and every field that anything reads, that both the period and the reference know; none without a reference. */
export function inputsIn(context: MonitorContext, period: Seen): readonly Input[] {
  const { reference } = context;
  const isRead = isFieldRead(context);
  if (reference === undefined) return [];
  const { layout, seen, importance } = reference;
  const ofFields = importanceOfFields(reference);
  const take = (part: "field" | "feature", layouts: Readonly<Record<string, InputLayout>>): readonly Input[] =>
    Object.entries(layouts).flatMap(([name, one]) => {
      const [now, then] =
        part === "field" ? [period.fields[name], seen.fields[name]] : [period.features[name], seen.features[name]];
      const reach = (part === "field" ? ofFields[name] : importance[name]) ?? 0;
      return now === undefined || then === undefined || (part === "field" && !isRead(name))
        ? []
        : [{ about: { part, name }, layout: one, seen: now, reference: then, reach: Math.min(1, reach) }];
    });
  return [...take("field", layout.fields), ...take("feature", layout.features)];
}

function importanceOfFields({
  reads,
  importance,
}: NonNullable<MonitorContext["reference"]>): Readonly<Record<string, number>> {
  const sums: Record<string, number> = {};
  for (const [feature, fields] of Object.entries(reads))
    for (const field of fields) sums[field] = (sums[field] ?? 0) + (importance[feature] ?? 0);
  return sums;
}

/** How many values came. */
export function presentIn({ bins }: Pick<InputSeen, "bins">): number {
  return bins.reduce((sum, count) => sum + count, 0);
}

/** What a monitor knows of each part, by part and name. */
export type ByPart<State> = Readonly<Record<string, State>>;

/** Steps what is known of each part; a part without news is left as it was. */
export function stepEach<Part extends { readonly about: About }, State>(
  state: ByPart<State>,
  parts: readonly Part[],
  step: (part: Part, before: State | undefined) => MonitorStep<State> | undefined,
): MonitorStep<ByPart<State>> {
  const next: Record<string, State> = { ...state };
  const readings: Reading[] = [];
  for (const part of parts) {
    const key = `${part.about.part} ${part.about.name}`;
    const stepped = step(part, next[key]);
    if (stepped === undefined) continue;
    next[key] = stepped.state;
    readings.push(...stepped.readings);
  }
  return { state: next, readings };
}
