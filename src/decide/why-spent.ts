import type { LimitRecord } from "../records/index.ts";

/** Why a budget gives nothing, as a code: it is spent, or could not be counted. Nothing where it gives, or is not there. */
export function whySpent(name: string, limit: LimitRecord | undefined): readonly string[] {
  if (limit === undefined) return [];
  const { given, used, most, uncounted } = limit;
  if (uncounted) return [`limit.uncounted:${name}`];
  return given === false || (given === undefined && used >= most) ? [`limit.spent:${name}`] : [];
}
