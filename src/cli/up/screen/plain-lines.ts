import { cleanText, formatDuration } from "../../../report/index.ts";
import { underWay } from "../../../watch/index.ts";
import type { Look, SystemLook, UpEvent } from "../look.ts";
import { wordValue } from "./money-rows.ts";
import { rateOf } from "./serving-rows.ts";
import { counted } from "./words.ts";

/** What is said first. */
export function plainStart({ url, systems }: Look): readonly string[] {
  const names = systems.map(({ name }) => name).join(", ");
  return [cleanText(url === null ? `Alidade watches ${names}` : `Alidade serves and watches ${names} at ${url}`)];
}

/** What was not among the events of the look before. */
export function eventsSince(before: Look | undefined, { events }: Look): readonly UpEvent[] {
  const known = new Set(before?.events.map(keyOf));
  return events.filter((event) => !known.has(keyOf(event)));
}

function keyOf({ at, system, kind, says }: UpEvent): string {
  return JSON.stringify([at, system, kind, says]);
}

/** `2026-11-23 13:14:05  alert  shop: no label of bought came for 3 days`. */
export function plainEvent({ at, system, kind, says }: UpEvent): string {
  return cleanText(`${stamp(at)}  ${kind}  ${system === null ? "" : `${system}: `}${says}`);
}

/** A line for each system, and one for the watcher where it does not watch. */
export function plainSummary(look: Look): readonly string[] {
  const { watcher, at, systems } = look;
  const isWell = watcher.status === "watching" || watcher.status === "starting";
  const why = watcher.says === "" ? "" : `: ${watcher.says}`;
  return [
    ...systems.map((system) => cleanText(`${stamp(at)}  ${system.name}: ${summaryOf(system, look)}`)),
    ...(isWell ? [] : [cleanText(`${stamp(at)}  the watcher is ${watcher.status}${why}`)]),
  ];
}

/** What is wrong, each on a line: what monitors have raised and was not over, and what waits for an answer. */
export function plainTrouble({ at, systems }: Look): readonly string[] {
  const line = (name: string, says: string): string => cleanText(`${stamp(at)}  ${name}: ${says}`);
  return systems.flatMap(({ name, monitors, alerts }) => [
    ...monitors.alarmed.map(({ monitor, since, says }) => line(name, `${monitor} since ${stamp(since)}: ${says}`)),
    ...alerts
      .filter(({ status }) => status === "open")
      .map(({ id, level, what }) => line(name, `[${level}] ${what}: alidade alerts show ${id}`)),
  ]);
}

function summaryOf({ traffic, value, monitors, alerts, loop }: SystemLook, { clock }: Pick<Look, "clock">): string {
  const open = alerts.filter(({ status }) => status === "open").length;
  const running = underWay(loop.book);
  const names = [...new Set(monitors.alarmed.map(({ monitor }) => monitor))];
  return [
    `${rateOf(traffic)} decisions a ${clock === "data" ? "period" : "minute"}`,
    ...(traffic.p99 === null ? [] : [`p99 ${formatDuration(traffic.p99)}`]),
    ...(value === null ? [] : [wordValue(value)]),
    `${counted(monitors.quiet, "monitor")} quiet`,
    ...(names.length === 0 ? [] : [`${names.length} in alarm (${names.join(", ")})`]),
    ...(open === 0 ? [] : [`${counted(open, "alert")} open`]),
    ...(running === undefined ? [] : [`loop ${running.number} at the stage ${running.stage}`]),
    ...(loop.book.stopped === null ? [] : [`retraining stopped`]),
  ].join(", ");
}

function stamp(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace("T", " ");
}
