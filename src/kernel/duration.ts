import { defineError, type ErrorConstructor } from "./errors.ts";

const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** A length of time as a person writes it: a whole number and `ms`, `s`, `m`, `h`, `d` or `w`. */
export type Duration = `${number}${keyof typeof UNITS}`;

export const durationMalformed: ErrorConstructor<{ readonly got: string }> = defineError("kernel.duration-malformed", {
  headline: "Not a duration",
  message: ({ got }: { readonly got: string }) =>
    `A duration is a positive number and a unit (ms, s, m, h, d or w), such as "30d". Got "${got}".`,
});

/** Milliseconds in a duration. Throws `kernel.duration-malformed`. */
export function milliseconds(duration: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|[smhdw])$/.exec(duration);
  const count = Number(match?.[1]);
  if (match === null || !(count > 0)) throw durationMalformed({ got: duration });
  return count * UNITS[match[2] as keyof typeof UNITS];
}
