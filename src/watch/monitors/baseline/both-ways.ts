import type { Reading } from "../monitor.ts";
import type { Looked } from "./baseline.ts";
import type { Lasting } from "./lasting.ts";
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
  { evidence, day, deviation, dayDeviation = 0, lasting, dayLasting }: Looked,
  { fell, rose }: Ways,
  rest: Omit<Reading, "evidence" | "bets" | "over" | "kind" | "says">,
): readonly Reading[] {
  return [fell, rose].flatMap((way) => {
    // A day as a whole may have risen whose last hour fell.
    const of = (ln: number, by: number): number => ((way === rose) === by > 0 ? ln : Math.min(0, ln));
    const looked = {
      ...{ evidence: of(evidence, deviation), lasting: one(lasting, way === rose) },
      ...(day === undefined ? {} : { day: of(day, dayDeviation), dayLasting: one(dayLasting, way === rose) }),
    };
    return readingsOf(looked, { ...rest, ...way });
  });
}

function one({ up, down }: Lasting = {}, isUp: boolean): Lasting {
  if (isUp) return up === undefined ? {} : { up };
  return down === undefined ? {} : { down };
}
