import type { Clock, Instant } from "../../kernel/index.ts";
import type { Records } from "../../store/index.ts";
import type { SystemDefinition } from "../../system/index.ts";

/** What a holdback measured of the effect of acting: 95 %, and until when it ran. */
export type MeasuredEffect = {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly until: Instant;
};

interface Deps {
  readonly records: Pick<Records, "collection" | "transaction">;
  readonly clock: Clock;
}

/** What the last holdback of a system that ended, and is valid, measured; undefined where none did, or nothing is assumed. */
export async function measuredEffect(
  { name, objective }: Pick<SystemDefinition, "name" | "objective">,
  { records, clock }: Deps,
): Promise<MeasuredEffect | undefined> {
  if (objective.effect?.basis !== "assumed") return undefined;
  const { archiveOf, boundsOf, EFFECT_OF_ACTING } = await import("../../experiment/index.ts");
  const all = await archiveOf({ records, clock, who: "alidade" }).comparisons(name);
  const last = all.findLast(({ decision, invalid, basis, online }) => {
    const isOver = decision !== "undecided" && invalid.length === 0 && basis === "randomised";
    return isOver && online[EFFECT_OF_ACTING] !== undefined;
  });
  const delta = last?.online[EFFECT_OF_ACTING];
  if (last === undefined || delta === undefined) return undefined;
  return { value: delta.value, ...boundsOf(delta), until: last.until };
}
