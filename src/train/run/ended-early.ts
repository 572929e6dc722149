import { isAlidadeError } from "../../kernel/index.ts";
import type { RunEnd } from "../../registry/index.ts";
import { notRecalibrated } from "../recalibrate/errors.ts";

/**
 * The end of a run that made nothing: given up by whoever started it, or failed, with the error's code. That a head cannot be
 * recalibrated is no failure.
 */
export function endedEarly(thrown: unknown, signal: { readonly aborted?: boolean } | undefined): RunEnd {
  if (signal?.aborted === true) return { status: "interrupted", models: [], facts: {} };
  if (isAlidadeError(thrown, notRecalibrated.code))
    return { status: "finished", models: [], facts: { gate: "insufficient", notRecalibrated: thrown.data } };
  const error = isAlidadeError(thrown) ? thrown.code : "unexpected";
  return { status: "failed", models: [], facts: { error } };
}
