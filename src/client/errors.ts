import { type AlidadeError, defineError, type ErrorConstructor } from "../kernel/index.ts";
import type { Problem } from "../wire/index.ts";

export const unreachable: ErrorConstructor<{ readonly url: string }> = defineError("client.unreachable", {
  headline: "No answer",
  retryable: true,
  message: ({ url }: { readonly url: string }) => `${url} could not be reached.`,
  hint: () => "Is the server running (`alidade serve`), and is the address right?",
});

export const timedOut: ErrorConstructor<{ readonly url: string; readonly timeoutMs: number }> = defineError(
  "client.timed-out",
  {
    headline: "No answer in time",
    retryable: true,
    message: ({ url, timeoutMs }: { readonly url: string; readonly timeoutMs: number }) =>
      `${url} did not answer within ${timeoutMs} ms.`,
  },
);

export const tooLate: ErrorConstructor<{ readonly withinMs: number }> = defineError("client.too-late", {
  headline: "No answer in time",
  retryable: true,
  message: ({ withinMs }: { readonly withinMs: number }) => `There was no answer within ${withinMs} ms.`,
});

export const answerUnreadable: ErrorConstructor<{ readonly url: string; readonly status: number }> = defineError(
  "client.answer-unreadable",
  {
    headline: "Not an answer of Alidade",
    message: ({ url, status }: { readonly url: string; readonly status: number }) =>
      `${url} must answer with JSON of Alidade. It answered ${status} with something else.`,
    hint: () => "Is there a proxy in between, or another program at that address?",
  },
);

export const givenNotFinite: ErrorConstructor<{ readonly field: string; readonly got: string }> = defineError(
  "client.given-not-finite",
  {
    headline: "A number that cannot be sent",
    message: ({ field, got }: { readonly field: string; readonly got: string }) =>
      `\`${field}\` must be a finite number, or left out when it is not known. Got ${got}.`,
  },
);

/** The error that a problem document was made from, with its code; its facts are the document itself. */
export function fromProblem(problem: Problem & { readonly retryAfterMs?: number }): AlidadeError {
  const { code, title, detail, status, hint } = problem;
  return defineError<typeof problem>(code, {
    headline: title,
    message: () => detail,
    retryable: status === 503 || status === 429 || status === 408,
    ...(hint === undefined ? {} : { hint: () => hint }),
  })(problem);
}
