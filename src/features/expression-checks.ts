import { defineError, type ErrorConstructor } from "../kernel/index.ts";

/** An expression was built of what it does not take. */
export const expressionInvalid: ErrorConstructor<{
  readonly method: string;
  readonly allowed: string;
  readonly got: string;
}> = defineError("features.expression-invalid", {
  headline: "An expression that cannot be built",
  message: ({ method, allowed, got }: { readonly method: string; readonly allowed: string; readonly got: string }) =>
    `\`${method}\` takes ${allowed}. Got ${got}.`,
});

/** The number as it is. Throws `features.expression-invalid` unless it is finite. */
export function finiteNumber(method: string, value: number): number {
  if (typeof value !== "number" || !Number.isFinite(value))
    throw expressionInvalid({ method, allowed: "a finite number", got: String(value) });
  return value;
}
