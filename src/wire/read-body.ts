import type { z } from "zod";
import { requestInvalid } from "./errors.ts";
import type { FieldProblem } from "./problem.ts";

/** A decoded body of that schema. Throws `wire.request-invalid` with everything that is wrong, at once. */
export function readBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  throw requestInvalid({ problems: read.error.issues.flatMap((issue) => problemsOf(issue, body)) });
}

function problemsOf(issue: z.core.$ZodIssue, body: unknown): readonly FieldProblem[] {
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({ field: key.slice(0, LONGEST_SHOWN), problem: issue.message }));
  const got = issue.path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown>)?.[key], body);
  return [{ field: issue.path.join(".") || "body", problem: `${issue.message} Got ${show(got)}.` }];
}

const LONGEST_SHOWN = 60;

/** A value in a few words; never the whole of something large. */
function show(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "string") return showText(value);
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" && value !== null ? "an object" : String(value);
}

function showText(text: string): string {
  const shown = JSON.stringify(text.slice(0, LONGEST_SHOWN));
  return text.length > LONGEST_SHOWN ? `${shown}… (${text.length} characters)` : shown;
}
