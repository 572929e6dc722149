import type { Instant } from "../../../kernel/index.ts";
import { mergeWeighted, noWeighted, type WeightedMoments } from "../../../stats/index.ts";
import type { SystemDefinition } from "../../../system/index.ts";
import type { Seen, SeenBook } from "../../../watch/index.ts";
import type { ValueLook } from "../look.ts";

const [SHOWN, LATELY] = [28, 7];
/** Half the width of an interval of 95 %, in standard errors. */
const Z = 1.96;

/** What a day decided, and what that earned. */
export type EarnedDay = Pick<Seen, "decisions" | "value">;

/** The days that are kept; read again only once another period is over, for a day may be large. */
export function earnedDays(
  book: Pick<SeenBook, "days">,
  system: string,
): (through: Instant | undefined) => Promise<readonly EarnedDay[]> {
  let known: { readonly through: Instant | undefined; readonly days: readonly EarnedDay[] } | undefined;
  return async (through) => {
    if (known === undefined || known.through !== through) {
      const days = (await book.days(system)).map(({ decisions, value }) =>
        value === undefined ? { decisions } : { decisions, value },
      );
      known = { through, days };
    }
    return known.days;
  };
}

/** Money a day of the last week; null where the objective has none, or no window has closed yet. `promised` is money a decision. */
export function valueLook(
  { objective }: Pick<SystemDefinition, "objective">,
  days: readonly EarnedDay[],
  promised: number | undefined,
): ValueLook | null {
  if (!objective.stated) return null;
  const known = days.filter(({ value }) => value !== undefined && value.weight > 0).slice(-SHOWN);
  const week = known.slice(-LATELY);
  if (week.length === 0) return null;
  const earned = week.map(({ value }) => value ?? noWeighted).reduce(mergeWeighted, noWeighted);
  const perDay = week.reduce((sum, { decisions }) => sum + decisions, 0) / week.length;
  const error = standardError(earned);
  const target = promised ?? (objective.perYear === undefined ? undefined : objective.target / objective.perYear);
  return {
    currency: objective.currency,
    perDay: earned.mean * perDay,
    interval: error === null ? null : [(earned.mean - Z * error) * perDay, (earned.mean + Z * error) * perDay],
    target: target === undefined ? null : target * perDay,
    days: known.map(({ value, decisions }) => (value?.mean ?? 0) * decisions),
  };
}

function standardError({ weight, squaredWeight, m2 }: WeightedMoments): number | null {
  const n = squaredWeight === 0 ? 0 : weight ** 2 / squaredWeight;
  return n < 2 ? null : Math.sqrt(m2 / weight / (n - 1));
}
