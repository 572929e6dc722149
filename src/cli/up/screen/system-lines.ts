import type { Look, SystemLook } from "../look.ts";
import { loopRows } from "./loop-rows.ts";
import { labelsRow, valueRows, wordValue } from "./money-rows.ts";
import { type Place, type Row, rowLine } from "./row.ts";
import { drawn, rateOf, servesRows, trafficRow, underWayRows } from "./serving-rows.ts";
import { type Ink, type Line, type Span, span, widthOf } from "./spans.ts";
import { alertRows, monitorsRows } from "./watch-rows.ts";
import { counted } from "./words.ts";

/** How much of a system is shown: everything; what is wrong or under way, and one row of numbers; one line. */
export type Density = "full" | "brief" | "line";

/** Whether somebody should look at it: something is wrong, or does not work. */
export function isTroubled({ alerts, monitors, loop }: SystemLook): boolean {
  const isAlarmed = monitors.alarmed.length > 0 || monitors.failed.length > 0;
  return alerts.some(({ status }) => status === "open") || isAlarmed || loop.book.stopped !== null;
}

/** What of the whole the lines of a system depend on. */
type Around = Pick<Look, "clock" | "watcher">;

/** The lines of a system. */
export function systemLines(
  system: SystemLook,
  density: Density,
  { look, place }: { readonly look: Around; readonly place: Place },
): readonly Line[] {
  if (density === "line") return [oneLine(system, look, place)];
  const rows = density === "full" ? fullRows(system, look, place) : briefRows(system, look, place);
  return [headLine(system, look, place), ...rows.map(rowLine)];
}

function fullRows(system: SystemLook, look: Around, place: Place): readonly Row[] {
  // Before the first look nothing is known, not even what serves.
  if (look.watcher.status === "starting" && look.watcher.lookedAt === null)
    return [{ name: "", left: [span("The journal is being read", "quiet")] }];
  return [
    ...servesRows(system.serves, place),
    trafficRow(system.traffic, look, place),
    ...valueRows(system.value, place),
    labelsRow(system.labels),
    ...monitorsRows(system.monitors, place),
    ...alertRows(system, 5, place),
    ...loopRows(system.loop, place),
  ];
}

function briefRows(system: SystemLook, look: Around, place: Place): readonly Row[] {
  const { serves, monitors, loop, value } = system;
  const right = value === null ? [] : [span(wordValue(value))];
  const traffic = trafficRow(system.traffic, look, { ...place, width: place.width - widthOf(right) - 2 });
  const isLoud = monitors.alarmed.length > 0 || monitors.failed.length > 0;
  const isMoving = loop.book.stopped !== null || (loop.book.loop !== null && loop.book.loop.end === null);
  return [
    { ...traffic, right },
    ...underWayRows(serves),
    ...(isLoud ? monitorsRows(monitors, place) : []),
    ...alertRows(system, 2, place),
    ...(isMoving ? loopRows(loop, place) : []),
  ];
}

/** The name, a rule, and how it stands. */
function headLine(system: SystemLook, look: Around, { width }: Place): Line {
  const [text, ink] = standingOf(system, look);
  const name = span(`${system.name} `, "head");
  const rule = "─".repeat(Math.max(0, width - widthOf([name]) - text.length - 1));
  return { left: [name, span(rule, "quiet"), span(` ${text}`, ink)] };
}

/** How a system stands, in a word or two. */
export function standingOf(
  { alerts, monitors, loop }: SystemLook,
  { watcher }: Around,
): readonly [text: string, ink: Ink] {
  const open = alerts.filter(({ status }) => status === "open");
  if (open.some(({ level }) => level === "page")) return [`✕ ${counted(open.length, "alert")}`, "bad"];
  if (open.length > 0) return [`! ${counted(open.length, "alert")}`, "unknown"];
  if (loop.book.stopped !== null) return ["! retraining stopped", "unknown"];
  if (monitors.failed.length > 0) return [`! ${counted(monitors.failed.length, "monitor")} failed`, "unknown"];
  if (monitors.alarmed.length > 0) return ["! in alarm", "unknown"];
  if (alerts.length > 0) return ["looked after", "plain"];
  if (watcher.status === "down") return ["not watched", "unknown"];
  return monitors.period === null ? ["not read yet", "quiet"] : ["✓ quiet", "good"];
}

/** Columns of a name, at most, where systems are lines under each other. */
const NAMES = 20;

function oneLine(system: SystemLook, look: Around, { width }: Place): Line {
  const [text, ink] = standingOf(system, look);
  const name = system.name.length > NAMES ? `${system.name.slice(0, NAMES - 1)}…` : system.name.padEnd(NAMES);
  const rate = `${rateOf(system.traffic).padStart(8)} a ${look.clock === "data" ? "period" : "minute"} `;
  const left: readonly Span[] = [span(name, "head"), span(rate)];
  const money = system.value === null ? "" : `${wordValue(system.value)}  `;
  const right = [span(money), span(text, ink)];
  const room = Math.min(24, width - widthOf(left) - widthOf(right) - 2);
  return { left: [...left, drawn(system.traffic.perMinute, room)], right };
}
