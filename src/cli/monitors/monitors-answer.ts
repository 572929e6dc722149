import { type MonitorName, monitorNamed, seenBook } from "../../watch/index.ts";
import type { Answer, Invocation } from "../calling/command.ts";
import { type LoadedSystem, shownPath } from "../load-system.ts";
import { monitorDocument } from "./monitor-document.ts";
import { monitorsDocument } from "./monitors-document.ts";
import { openWatched, type WatchedSystem } from "./open-watched.ts";

/** What the monitors of a system say: all of them, or one in detail. Throws `watch.monitor-unknown`. */
export async function monitorsAnswer(
  { system, file }: LoadedSystem,
  only: string | undefined,
  invocation: Invocation,
): Promise<Answer> {
  if (only !== undefined) monitorNamed(only, "--monitor");
  const watched = await openWatched(system, invocation);
  const json = jsonOf(watched, only as MonitorName | undefined);
  if (only === undefined) return { json, document: monitorsDocument(watched, shownPath(file, invocation.cwd)) };
  const periods = await seenBook(await invocation.openState(false)).periods(system.name);
  const [one] = watched.standings.filter(({ name }) => name === only);
  return one === undefined
    ? { json, document: monitorsDocument(watched, file) }
    : { json, document: monitorDocument(one, watched, periods) };
}

function jsonOf({ system, kept, state, beat, standings, good }: WatchedSystem, only: MonitorName | undefined): unknown {
  const isMeant = (name: string): boolean => only === undefined || name === only;
  return {
    system: system.name,
    lookedAt: beat?.at ?? null,
    through: kept?.through ?? null,
    periodMs: kept?.periodMs ?? null,
    reference: kept?.reference ?? null,
    good: good ?? null,
    monitors: standings.filter(({ name }) => isMeant(name)),
    alarms: (kept?.alarms ?? []).filter(({ monitor }) => isMeant(monitor)),
    period: state?.last == null ? null : { from: state.last.from, to: state.last.to },
    readings: (state?.last?.readings ?? []).filter(({ monitor }) => isMeant(monitor)),
  };
}
