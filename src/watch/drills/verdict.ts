import { type Fault, type FaultPlan, isNamed } from "../faults/fault.ts";
import type { Alarm } from "../monitors/alarm.ts";
import type { PartKind } from "../monitors/monitor.ts";
import type { DrillRow } from "./drill.ts";

/** What came of injecting a fault once. */
export interface Trial {
  readonly says: string;
  readonly noticed: boolean;
  readonly named: boolean;
  /** Milliseconds from its beginning to the first alarm; null where there was none. */
  readonly afterMs: number | null;
  readonly kinds: readonly string[];
  /** Alarms that accuse a part that was well. */
  readonly wrong: number;
}

/** In the order in which parts feed each other. */
const ORDER: readonly PartKind[] = [
  "server",
  "stream",
  "field",
  "feature",
  "head",
  "score",
  "action",
  "slice",
  "outcome",
  "value",
];

/** What is the same alarm in two runs of the monitors. */
export function keyOf({ kind, about }: Pick<Alarm, "kind" | "about">): string {
  return `${kind} ${about.part} ${about.name}`;
}

/** Judges the alarms of a trial. What comes after the broken part suffers from it, and may say so. */
export function trialOf(
  fault: Fault,
  { says, names }: Pick<FaultPlan, "says" | "names">,
  { from, alarms }: { readonly from: number; readonly alarms: readonly Alarm[] },
): Trial {
  const calls = alarms.filter(
    ({ kind, about }) => isNamed(fault, kind) && (names === undefined || names.includes(about.name)),
  );
  const isDownstream = ({ about }: Alarm): boolean => ORDER.indexOf(about.part) >= ORDER.indexOf(fault.part);
  const isWrong = (alarm: Alarm): boolean => fault.of === "none" || !(calls.includes(alarm) || isDownstream(alarm));
  const wrong = alarms.filter(isWrong).length;
  return {
    says,
    noticed: alarms.length > wrong,
    named: calls.length > 0,
    afterMs:
      alarms.length > wrong ? Math.min(...alarms.filter((alarm) => !isWrong(alarm)).map(({ at }) => at)) - from : null,
    kinds: [...new Set(alarms.map(({ kind }) => kind))],
    wrong,
  };
}

/** Sums up the trials of one fault. */
export function rowOf({ fault, of }: Pick<DrillRow, "fault" | "of">, trials: readonly Trial[]): DrillRow {
  const after = trials.flatMap(({ afterMs }) => afterMs ?? []).sort((a, b) => a - b);
  return {
    fault,
    of,
    says: trials[0]?.says ?? "",
    trials: trials.length,
    noticed: trials.filter(({ noticed }) => noticed).length,
    named: trials.filter(({ named }) => named).length,
    afterMs: after[Math.floor((after.length - 1) / 2)] ?? null,
    kinds: byFrequency(trials.flatMap(({ kinds }) => kinds)),
    wrong: trials.reduce((sum, { wrong }) => sum + wrong, 0),
    unfit: null,
  };
}

/** A fault that could not be injected. */
export function unfitRow({ fault, of }: Pick<DrillRow, "fault" | "of">, why: string): DrillRow {
  return { fault, of, says: "", trials: 0, noticed: 0, named: 0, afterMs: null, kinds: [], wrong: 0, unfit: why };
}

function byFrequency(kinds: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([kind]) => kind);
}
