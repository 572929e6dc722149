import { defineError, type ErrorConstructor } from "../kernel/index.ts";
import type { FieldProblem } from "./problem.ts";

export const requestInvalid: ErrorConstructor<{ readonly problems: readonly FieldProblem[] }> = defineError(
  "wire.request-invalid",
  {
    headline: "A request that does not fit",
    message: ({ problems }: { readonly problems: readonly FieldProblem[] }) =>
      problems.map(({ field, problem }) => `\`${field}\` ${problem}`).join("\n"),
    hint: () => "The schema of every request is at /openapi.json.",
  },
);

export const bodyNotJson: ErrorConstructor<{ readonly why: string }> = defineError("wire.body-not-json", {
  headline: "Not JSON",
  message: ({ why }: { readonly why: string }) => `The body must be one JSON document in UTF-8. ${why}`,
});

export const bodyTooLarge: ErrorConstructor<{ readonly limit: number }> = defineError("wire.body-too-large", {
  headline: "A body too large",
  message: ({ limit }: { readonly limit: number }) => `A body may have at most ${limit} bytes.`,
});

export const bodyCut: ErrorConstructor<object> = defineError("wire.body-cut", {
  headline: "A body of another length",
  message: () => "The body must be as long as its `content-length` says. It ended before or after.",
});

export const mediaTypeUnknown: ErrorConstructor<{ readonly got: string }> = defineError("wire.media-type-unknown", {
  headline: "Not a media type that is read here",
  message: ({ got }: { readonly got: string }) =>
    `The \`content-type\` must be application/json, or application/x-ndjson for decide, rank and events. Got ${got}.`,
  hint: () => "Add -H 'content-type: application/json'.",
});

interface TooDeep {
  readonly limit: number;
  /** Of a body of lines: which one, from 1. */
  readonly line?: number;
}

export const bodyTooDeep: ErrorConstructor<TooDeep> = defineError("wire.body-too-deep", {
  headline: "Lists in lists in lists",
  message: ({ limit, line }: TooDeep) =>
    `Lists and objects may lie within each other ${limit} deep.${line === undefined ? "" : ` Line ${line} is deeper.`}`,
});

export const bodyNotGzip: ErrorConstructor<object> = defineError("wire.body-not-gzip", {
  headline: "Not gzip",
  message: () => "The `content-encoding` says that the body is gzip. It cannot be unpacked as such, or ends early.",
});

export const codingUnknown: ErrorConstructor<{ readonly got: string }> = defineError("wire.coding-unknown", {
  headline: "Not a coding that is read here",
  message: ({ got }: { readonly got: string }) => `The \`content-encoding\` must be gzip, or left out. Got ${got}.`,
});

export const keyUnfit: ErrorConstructor<{ readonly got: string }> = defineError("wire.key-unfit", {
  headline: "Not an idempotency key",
  message: ({ got }: { readonly got: string }) =>
    `An \`Idempotency-Key\` has 1 to 255 printable ASCII characters. Got ${got}.`,
});

interface Missed {
  readonly method: string;
  readonly path: string;
}

export const notFound: ErrorConstructor<Missed> = defineError("wire.not-found", {
  headline: "Nothing here",
  message: ({ method, path }: Missed) => `There is no ${method} ${path}.`,
  hint: () => "All that is answered is listed at /openapi.json.",
});

export const methodNotAllowed: ErrorConstructor<Missed & { readonly allowed: readonly string[] }> = defineError(
  "wire.method-not-allowed",
  {
    headline: "Another method, please",
    message: ({ method, path, allowed }: Missed & { readonly allowed: readonly string[] }) =>
      `${path} answers ${allowed.join(" and ")}. Got ${method}.`,
  },
);

export const decisionNotFound: ErrorConstructor<{ readonly id: string }> = defineError("wire.not-found-decision", {
  headline: "No such decision",
  message: ({ id }: { readonly id: string }) => `There is no decision "${id}" in the journal.`,
});

export const systemNotFound: ErrorConstructor<{ readonly got: string; readonly served: readonly string[] }> =
  defineError("wire.not-found-system", {
    headline: "Which system?",
    message: ({ got, served }: { readonly got: string; readonly served: readonly string[] }) =>
      `\`system\` must be one of ${served.map((name) => `"${name}"`).join(", ")}. Got ${got}.`,
  });

export const requestMalformed: ErrorConstructor<{ readonly why: string }> = defineError("wire.request-malformed", {
  headline: "Not a request",
  message: ({ why }: { readonly why: string }) => `The request must be HTTP. ${why}`,
});

export const expectationUnknown: ErrorConstructor<{ readonly got: string }> = defineError("wire.expectation-unknown", {
  headline: "An expectation that nobody meets",
  message: ({ got }: { readonly got: string }) => `\`Expect\` may be \`100-continue\`. Got \`${got}\`.`,
  hint: () => "Leave the header out.",
});

export const headersTooLarge: ErrorConstructor<object> = defineError("wire.headers-too-large", {
  headline: "Headers too large",
  message: () => "All headers together may have at most 16 KiB.",
});

export const requestLate: ErrorConstructor<object> = defineError("wire.request-late", {
  headline: "A request that took too long to arrive",
  message: () => "The request must be complete within its time limit.",
  retryable: true,
});
