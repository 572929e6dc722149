/** What a caller may rely on in any error that Alidade raises. */
export interface ErrorFacts {
  /** Dotted and stable: part of the public interface. */
  readonly code: string;
  /** A few words, for a terminal's first line. */
  readonly headline: string;
  /** Whether the same call may succeed later with nothing changed. */
  readonly retryable: boolean;
  /** What to do next, when that is not already in the message. */
  readonly hint?: string;
  /** The facts that the message was built from. */
  readonly data: Readonly<Record<string, unknown>>;
}

const BRAND = "alidade.error";

/** The one error class. Build it with a constructor made by {@link defineError}, never directly. */
export class AlidadeError extends Error implements ErrorFacts {
  /** The same text in every copy of the package, so that two copies understand each other. */
  readonly brand: string = BRAND;
  readonly code: string;
  readonly headline: string;
  readonly retryable: boolean;
  readonly hint?: string;
  readonly data: Readonly<Record<string, unknown>>;

  constructor(facts: ErrorFacts, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "AlidadeError";
    this.code = facts.code;
    this.headline = facts.headline;
    this.retryable = facts.retryable;
    if (facts.hint !== undefined) this.hint = facts.hint;
    this.data = Object.freeze({ ...facts.data });
  }
}

export interface ErrorDefinition<D extends object> {
  readonly headline: string;
  /** Default `false`. */
  readonly retryable?: boolean;
  /** The sentence: the thing, what is allowed, what came. */
  message(data: D): string;
  /** What to do next. */
  hint?(data: D): string;
}

/** Makes an error from its facts, and carries its own code. */
export interface ErrorConstructor<D extends object> {
  (data: D, cause?: unknown): AlidadeError;
  readonly code: string;
}

/**
 * Declares one kind of error. The message is built here and nowhere else, so every place that raises it reads the same.
 *
 * @example
 * const portInUse = defineError<{ port: number }>("server.port-in-use", {
 *   headline: "Port in use",
 *   message: ({ port }) => `Port ${port} is already in use.`,
 *   hint: ({ port }) => `Stop the other process, or pass --port ${port + 1}.`,
 * });
 * throw portInUse({ port: 7070 });
 */
export function defineError<D extends object>(code: string, definition: ErrorDefinition<D>): ErrorConstructor<D> {
  const make = (data: D, cause?: unknown): AlidadeError => {
    const hint = definition.hint?.(data);
    const facts: ErrorFacts = {
      code,
      headline: definition.headline,
      retryable: definition.retryable ?? false,
      data: { ...data } as Record<string, unknown>,
      ...(hint === undefined ? {} : { hint }),
    };
    return new AlidadeError(facts, definition.message(data), cause);
  };
  return Object.assign(make, { code });
}

/** Narrows by brand, so that two copies of the package in one process understand each other. */
export function isAlidadeError(value: unknown, code?: string): value is AlidadeError {
  if (typeof value !== "object" || value === null || (value as { brand?: unknown }).brand !== BRAND) return false;
  return code === undefined || (value as AlidadeError).code === code;
}

/** The text of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** A broken promise inside Alidade itself: a state that the types allow and the code does not reach. */
export const bug: ErrorConstructor<{ readonly what: string }> = defineError("kernel.bug", {
  headline: "A defect in Alidade",
  message: ({ what }: { readonly what: string }) => `This should not happen: ${what}.`,
  hint: () => "Please report it with the command that led here.",
});

/** The value, or a {@link bug} when it is absent. For places where absence would be our own mistake. */
export function known<T>(value: T | undefined | null, what: string): T {
  if (value === undefined || value === null) throw bug({ what });
  return value;
}
