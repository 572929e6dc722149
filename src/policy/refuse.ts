import { defineError, type ErrorConstructor } from "../kernel/index.ts";

export const policyInvalid: ErrorConstructor<{ readonly what: string; readonly got: string }> = defineError(
  "policy.invalid",
  {
    headline: "A policy that cannot be followed",
    message: ({ what, got }: { readonly what: string; readonly got: string }) => `${what}. Got ${got}.`,
  },
);

/** Throws `policy.invalid` where a policy is given something that it does not know. */
export function refuseOthers(what: string, given: object, known: readonly string[]): void {
  if (typeof given !== "object" || given === null)
    throw policyInvalid({ what, got: given === null ? "null" : typeof given });
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown !== undefined) throw policyInvalid({ what, got: `\`${unknown}\`` });
}

/** Throws `policy.invalid` unless it is a share that can be covered. */
export function requireCoverage(coverage: number): void {
  if (!(typeof coverage === "number" && coverage > 0 && coverage < 1))
    throw policyInvalid({
      what: "A coverage is a share between 0 and 1",
      got: typeof coverage === "string" ? `"${coverage}"` : String(coverage),
    });
}
