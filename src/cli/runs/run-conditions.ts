import { defineError, type ErrorConstructor } from "../../kernel/index.ts";
import type { Comparator, Condition } from "../../store/index.ts";
import type { FieldFinder } from "./run-fields.ts";

export const whereMalformed: ErrorConstructor<{ readonly got: string }> = defineError("cli.where-malformed", {
  headline: "A condition that cannot be read",
  message: ({ got }: { readonly got: string }) =>
    `A condition is a field, one of = != < <= > >=, and a value; several are joined by commas. Got "${got}".`,
  hint: () => 'Write it as `--where "rocAuc>0.67,status=finished"`.',
});

/** More than anybody types, and fewer than a database can nest. */
const MOST = 100;

/** Reads `rocAuc>0.67,status=finished`. Throws `cli.where-malformed` and what finding a field throws. */
export function readConditions(text: string, find: FieldFinder): readonly Condition[] {
  const parts = text.split(",");
  if (parts.length > MOST) throw whereMalformed({ got: `${parts.length} of them, more than ${MOST}` });
  return parts.map((part) => {
    const [, name, is, raw] = /^([^\s=!<>]+)\s*(<=|>=|!=|=|<|>)\s*([^\s=!<>].*)$/su.exec(part.trim()) ?? [];
    if (name === undefined || is === undefined || raw === undefined) throw whereMalformed({ got: part });
    const number = Number(raw);
    return { path: find(name).path, is: is as Comparator, value: Number.isFinite(number) ? number : raw };
  });
}
