import { isAlidadeError } from "../../kernel/index.ts";
import type { RunEnd } from "../../registry/index.ts";

/** The end of a run that made nothing: given up by whoever started it, or failed, with the error's code. */
export function endedEarly(thrown: unknown, signal: { readonly aborted?: boolean } | undefined): RunEnd {
  if (signal?.aborted === true) return { status: "interrupted", models: [], facts: {} };
  const error = isAlidadeError(thrown) ? thrown.code : "unexpected";
  return { status: "failed", models: [], facts: { error } };
}
