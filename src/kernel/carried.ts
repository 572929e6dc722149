import { AlidadeError, type ErrorFacts, isAlidadeError, messageOf } from "./errors.ts";

/** An error in a form that a message between threads can hold. */
export interface Carried {
  readonly message: string;
  /** Null for an error that is not ours. */
  readonly facts: ErrorFacts | null;
}

/** Packs what was thrown. Facts that cannot be cloned, such as functions, are left behind. */
export function carried(thrown: unknown): Carried {
  const message = messageOf(thrown);
  if (!isAlidadeError(thrown)) return { message, facts: null };
  const { code, headline, retryable, hint } = thrown;
  const data = JSON.parse(JSON.stringify(thrown.data)) as ErrorFacts["data"];
  return { message, facts: { code, headline, retryable, data, ...(hint === undefined ? {} : { hint }) } };
}

/** The same error again, code, hint and facts included. */
export function rebuilt(facts: ErrorFacts, message: string): AlidadeError {
  return new AlidadeError(facts, message);
}
