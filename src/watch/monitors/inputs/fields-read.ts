import { fieldsOf } from "../../../features/index.ts";
import type { MonitorContext } from "../monitor.ts";

/**
 * Says of a field whether anything reads it: a feature, or what decides, directly, or a slice. What nothing reads may be missing or
 * different as it likes. Where nobody says what features read, every field is.
 */
export function isFieldRead({ system, reference }: MonitorContext): (field: string) => boolean {
  const { features = {}, slices = [], policy, filters = [], rule, limits } = system;
  const read = new Set([
    ...Object.values(reference?.reads ?? {}).flat(),
    ...Object.values(features).flatMap(fieldsOf),
    ...slices,
    ...namesIn([policy, filters, rule, limits]),
  ]);
  const isSaid = Object.keys(features).length > 0 || Object.keys(reference?.reads ?? {}).length > 0;
  return (field) => !isSaid || read.has(field);
}

/** Every text in what is declared of deciding: a field that is named there is read. */
function namesIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(namesIn) : [];
}
