import type { LoopCall } from "./loop-call.ts";
import { apartFailed } from "./loop-errors.ts";

interface ApartWork {
  /** What it is, for an error: "Training". */
  readonly what: string;
  readonly argv: readonly string[];
  readonly signal: AbortSignal;
}

/**
 * Runs a part of the loop in a process of its own, which gives way to everything else, and gives what it said as JSON. Throws
 * `cli.input.retrain-apart-failed` with what went wrong there.
 */
export async function runApart({ fresh }: LoopCall, { what, argv, signal }: ApartWork): Promise<unknown> {
  const { exit, out } = await fresh(argv, { aside: true, until: signal });
  const said = parsed(out);
  const error = (said as { readonly error?: { readonly message?: string } } | undefined)?.error;
  if (said === undefined || error !== undefined || exit > 1)
    throw apartFailed({
      what,
      problem: error?.message ?? (out.slice(-300).trim() || `nothing; it ended with ${exit}`),
    });
  return said;
}

function parsed(out: string): unknown {
  try {
    return JSON.parse(out) as unknown;
  } catch {
    return undefined;
  }
}
