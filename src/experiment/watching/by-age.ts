import type { DecisionRecord } from "../../records/index.ts";
import type { Aftermath } from "../journal-readout/aftermath.ts";

/** Units, and what became of their decisions. */
export interface AgeRequest {
  readonly decisions: readonly DecisionRecord[];
  readonly rows: ReadonlyMap<string, number>;
  /** When each unit entered, milliseconds since 1970. */
  readonly entered: Float64Array;
  readonly aftermath: Aftermath;
}

const DAY = 86_400_000;
/** More stretches than this would leave too few units in each. */
const MOST_STRETCHES = 8;
/** So few units that come back say nothing of how an effect moves. */
const LEAST_RETURNING = 50;

/** The money of one decision, by the age of its unit. */
export interface ByAge {
  /** How long a stretch of age is, in days. */
  readonly stretch: number;
  /** Money per decision of each unit in stretch 0, 1, 2 …; missing where it had none. */
  readonly columns: readonly Float64Array[];
}

/**
 * Money per decision in each stretch of a unit's time since it entered, for the check on novelty. Per decision, because
 * every unit decides on its first day by definition, and then less and less: sums would fade without any effect fading.
 * The stretches go as far as half of those who come back do. Undefined where too few do.
 */
export function moneyByAge(request: AgeRequest): ByAge | undefined {
  const days = daysOfReturn(request);
  if (days < 2) return undefined;
  const stretch = Math.ceil(days / MOST_STRETCHES);
  const count = Math.ceil(days / stretch);
  return { stretch, columns: columnsFor(request, { stretch, count }) };
}

/** The age in days that half of the units that come back at all reach; 0 where too few come back. */
function daysOfReturn({ decisions, rows, entered }: AgeRequest): number {
  const oldest = new Float64Array(rows.size);
  for (const { subject = "", at } of decisions) {
    const row = rows.get(subject);
    if (row !== undefined)
      oldest[row] = Math.max(oldest[row] as number, Math.floor((at - (entered[row] as number)) / DAY));
  }
  const back = oldest.filter((age) => age > 0).sort();
  return back.length < LEAST_RETURNING ? 0 : (back[back.length >> 1] as number) + 1;
}

interface Stretches {
  /** In days. */
  readonly stretch: number;
  readonly count: number;
}

function columnsFor(
  { decisions, rows, entered, aftermath }: AgeRequest,
  { stretch, count }: Stretches,
): readonly Float64Array[] {
  const blank = (): Float64Array[] => Array.from({ length: count }, () => new Float64Array(rows.size));
  const [sums, told] = [blank(), blank()];
  for (const decision of decisions) {
    const row = rows.get(decision.subject ?? "");
    const money = aftermath.money(decision);
    if (row === undefined || money === null) continue;
    const at = Math.floor((decision.at - (entered[row] as number)) / (stretch * DAY));
    const [sum, times] = [sums[at], told[at]];
    if (sum === undefined || times === undefined) continue;
    sum[row] = (sum[row] as number) + money;
    times[row] = (times[row] as number) + 1;
  }
  return sums.map((sum, at) => sum.map((money, row) => money / (told[at]?.[row] || Number.NaN)));
}
