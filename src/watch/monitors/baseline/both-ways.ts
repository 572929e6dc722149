import type { Reading } from "../monitor.ts";
import type { Looked } from "./baseline.ts";
import { readingsOf } from "./readings.ts";

/** What a fall and a rise are called, and how each is told. */
interface Ways {
  readonly fell: Pick<Reading, "kind" | "says">;
  readonly rose: Pick<Reading, "kind" | "says">;
}

/**
 * A two-sided look as readings of two kinds, both of them in every period: evidence for a rise is none for a fall, and what is
 * read only when it is surprising would be no evidence.
 */
export function bothWays(
  { evidence, day, deviation }: Looked,
  { fell, rose }: Ways,
  rest: Omit<Reading, "evidence" | "over" | "kind" | "says">,
): readonly Reading[] {
  const isRise = deviation > 0;
  const none = (of: number): number => Math.min(0, of);
  return [fell, rose].flatMap((way) => {
    const isThis = (way === rose) === isRise;
    const looked = {
      evidence: isThis ? evidence : none(evidence),
      ...(day === undefined ? {} : { day: isThis ? day : none(day) }),
    };
    return readingsOf(looked, { ...rest, ...way });
  });
}
