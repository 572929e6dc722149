import { hashUniform } from "../../kernel/index.ts";
import type { FaultSite } from "./fault.ts";
import type { Asked, Given, Happening, Stream } from "./happening.ts";

/** Whether something is hit: after the onset, and by the lot that the strength draws for it. */
export function isHit(
  { from, strength, seed }: Pick<FaultSite, "from" | "strength" | "seed">,
  one: Happening,
): boolean {
  if (one.at < from) return false;
  return strength >= 1 || hashUniform(`fault ${seed} ${one.id}`) < strength;
}

/** The stream with the questions that are hit exchanged for others; none: they never came. */
export function withAsked(site: FaultSite, change: (asked: Asked) => Asked | undefined): Stream {
  return site.stream.flatMap((one) => {
    if (one.kind !== "asked" || !isHit(site, one)) return [one];
    return change(one) ?? [];
  });
}

/** The stream with other fields given to those who are hit, their candidates' included. */
export function withGiven(site: FaultSite, change: (given: Given, asked: Asked) => Given): Stream {
  return withAsked(site, (asked) => ({
    ...asked,
    given: change(asked.given, asked),
    ...(asked.candidates === undefined
      ? {}
      : { candidates: asked.candidates.map((one) => ({ ...one, given: change(one.given, asked) })) }),
  }));
}

/** The stream with one field given otherwise, wherever it is given. */
export function withField(site: FaultSite, field: string, change: (value: unknown, asked: Asked) => unknown): Stream {
  return withGiven(site, (given, asked) =>
    Object.hasOwn(given, field) ? { ...given, [field]: change(given[field], asked) } : given,
  );
}
