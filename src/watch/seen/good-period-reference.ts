import type { DecisionRecord, Envelope } from "../../records/index.ts";
import { countPeriods } from "../drills/count-periods.ts";
import { type GoodPeriod, openPeriodReference } from "./period-reference.ts";
import type { Reference } from "./seen.ts";

/**
 * The reference of a good period, with the labels that became known in it. `entries` are the system's in order of time, from so
 * long before the period that what closed in it was decided. Throws `watch.reference-empty`.
 */
export function goodPeriodReference(entries: readonly Envelope[], period: GoodPeriod): Reference {
  const { system, from, to } = period;
  const open = openPeriodReference(period);
  for (const entry of entries)
    if (entry.kind === "decision" && entry.at >= from && entry.at < to) open.add(entry as DecisionRecord);
  const [counted] = countPeriods(entries, { system, reference: open.read(), periodMs: to - from, from, to });
  if (counted === undefined) return open.read();
  const { labels, value } = counted;
  return open.read({ labels, ...(value === undefined ? {} : { value }) });
}
