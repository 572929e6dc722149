import type { NumberLayout, OutputSeen, Seen } from "../../seen/seen.ts";
import type { About, MonitorContext } from "../monitor.ts";

/** The outputs of one head, or the score, in one period. */
export interface Output {
  readonly about: About;
  readonly layout: NumberLayout;
  readonly seen: OutputSeen;
  /** Absent where the reference has none: its bins hold about as many each. */
  readonly reference: OutputSeen | undefined;
  /** The share of decisions that had one. */
  readonly reach: number;
}

/** Every head, then the score; none without a reference. */
export function outputsIn({ reference, system }: MonitorContext, period: Seen): readonly Output[] {
  if (reference === undefined) return [];
  const { layout, seen } = reference;
  const heads = Object.entries(layout.heads).map(([name, one]) => {
    return {
      about: { part: "head", name },
      layout: one,
      seen: period.heads[name],
      reference: seen.heads[name],
    } as const;
  });
  const score = {
    about: { part: "score", name: system.name },
    layout: layout.score,
    seen: period.score,
    reference: seen.score,
  } as const;
  return [...heads, score].flatMap(({ layout: bins, seen: now, ...rest }) => {
    if (bins === undefined || now === undefined) return [];
    return [{ ...rest, layout: bins, seen: now, reach: period.decisions === 0 ? 0 : now.numbers.n / period.decisions }];
  });
}
