import type { ServingState } from "../../decide/index.ts";
import type { Model } from "../../model/index.ts";
import type { DecisionRecord } from "../../records/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Stream } from "../faults/happening.ts";
import { openPeriodReference } from "../seen/period-reference.ts";
import type { Reference } from "../seen/seen.ts";
import { countPeriods } from "./count-periods.ts";
import { shadowOf } from "./shadow.ts";

const WEEK = 7 * 86_400_000;

/** What is drilled: a system, what decides, and a copy of what reached it. */
export interface CopiedSystem {
  readonly system: SystemDefinition;
  readonly state: ServingState;
  readonly stream: Stream;
}

/**
 * What a copy is held against: its own first week, as what serves now decides about it, with the labels that were known by its
 * end. Throws `watch.reference-empty` where nothing was decided then.
 */
export function firstWeekReference({ system, state, stream }: CopiedSystem): Reference {
  const from = stream[0]?.at ?? 0;
  const to = from + WEEK;
  const entries = [
    ...shadowOf(
      stream.filter(({ at }) => at < to),
      { stateFor: () => state },
    ),
  ];
  const open = openPeriodReference({ system, from, to, models: servedModels(state), versions: versionsOf(state) });
  for (const entry of entries) if (entry.kind === "decision") open.add(entry as DecisionRecord);
  const [week] = countPeriods(entries, { system, reference: open.read(), periodMs: WEEK, from, to });
  if (week === undefined) return open.read();
  const { labels, value } = week;
  return open.read({ labels, ...(value === undefined ? {} : { value }) });
}

/** By head; where releases differ, those of the first. */
function servedModels({ releases }: ServingState): Readonly<Record<string, Model>> {
  return Object.assign({}, ...[...releases.values()].reverse().map(({ models }) => models));
}

function versionsOf({ releases }: ServingState): Readonly<Record<string, string>> {
  return Object.assign({}, ...[...releases.values()].reverse().map(({ versions }) => versions));
}
