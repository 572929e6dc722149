import { z } from "zod";
import type { AlidadeError } from "../kernel/index.ts";
import { statusOf } from "./status.ts";

/** The media type of a {@link Problem}. */
export const PROBLEM_TYPE = "application/problem+json";

/** One of several things that are wrong with a request. */
export interface FieldProblem {
  /** Where: a field's name, or a path such as `value`. */
  readonly field: string;
  /** What is allowed and what came. */
  readonly problem: string;
}

/** What went wrong, as RFC 9457 words it, with the stable code of the error. */
export interface Problem {
  /** `urn:alidade:problem:` and the code. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly hint?: string | undefined;
  /** Id of the request, which is also in the header `x-request-id` and in the server's log. */
  readonly instance: string;
  readonly problems?: readonly FieldProblem[] | undefined;
  /** The detail again, where the Open Inference Protocol looks for it; only below `/v2`. */
  readonly error?: string | undefined;
}

export const problem: z.ZodType<Problem> = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
  hint: z.string().optional(),
  instance: z.string(),
  problems: z.array(z.strictObject({ field: z.string(), problem: z.string() })).optional(),
  error: z.string().optional(),
});

/** More than this many are not listed: who sent a thousand wrong fields sees the pattern in the first ones. */
const MOST_PROBLEMS = 50;

/**
 * The problem document of an error. What is the server's own fault keeps its code, and its details stay in the log:
 * they speak of files and machines, which are no business of the caller.
 */
export function problemOf(error: AlidadeError, instance: string): Problem {
  const { code, headline: title, hint } = error;
  const status = statusOf(error);
  const type = `urn:alidade:problem:${code}`;
  if (status >= 500)
    return {
      type,
      title,
      status,
      detail: `The server could not answer. Its log says why: ${instance}.`,
      code,
      instance,
    };
  const problems = problemsIn(error);
  return {
    type,
    title,
    status,
    detail: problems === undefined ? error.message : summary(problems),
    code,
    ...(hint === undefined ? {} : { hint }),
    instance,
    ...(problems === undefined ? {} : { problems: problems.slice(0, MOST_PROBLEMS) }),
  };
}

function problemsIn({ data }: AlidadeError): readonly FieldProblem[] | undefined {
  return Array.isArray(data.problems) ? (data.problems as readonly FieldProblem[]) : undefined;
}

function summary(problems: readonly FieldProblem[]): string {
  const shown = problems.slice(0, MOST_PROBLEMS).map(({ field, problem }) => `\`${field}\` ${problem}`);
  const more = problems.length - shown.length;
  return [...shown, ...(more > 0 ? [`… and ${more} more`] : [])].join("\n");
}
