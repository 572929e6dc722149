import { openPaint } from "../../../report/index.ts";
import type { Look, SystemLook } from "../look.ts";
import { eventLines } from "./event-lines.ts";
import { headLines } from "./head-lines.ts";
import { drawLine, type Line, span } from "./spans.ts";
import { type Density, isTroubled, systemLines } from "./system-lines.ts";
import { counted } from "./words.ts";

/** What a frame is drawn in. */
export interface Frame {
  /** Columns; below 32 it is treated as 32. */
  readonly width: number;
  /** Lines that there is room for. Default: as many as it takes. */
  readonly rows?: number;
  readonly colour: boolean;
}

const LEAST_WIDTH = 32;
const EVENTS = 8;
const EMPTY: Line = { left: [] };

/** From everything about all of them to a line for each; what is in trouble keeps its lines the longest. */
const WAYS: readonly ((system: SystemLook) => Density)[] = [
  () => "full",
  (system) => (isTroubled(system) ? "full" : "brief"),
  () => "brief",
  (system) => (isTroubled(system) ? "brief" : "line"),
  () => "line",
];

/** What a person sees of running systems at one moment: lines of at most so many columns, as many as there is room for. */
export function screenLines(look: Look, frame: Frame): readonly string[] {
  const width = Math.max(LEAST_WIDTH, Math.floor(frame.width));
  const rows = frame.rows ?? Number.POSITIVE_INFINITY;
  const body = fitting(look, { width, rows });
  const events = eventLines(look, Math.min(EVENTS + 1, rows - body.length - 1));
  const paint = openPaint(frame.colour);
  const lines = events.length === 0 ? body : [...body, EMPTY, ...events];
  return lines.map((line) => drawLine(line, width, paint));
}

interface Room {
  readonly width: number;
  readonly rows: number;
}

/** The head and the systems, as much of them as fits. */
function fitting(look: Look, room: Room): readonly Line[] {
  const drawn = WAYS.map((density) => () => bodyLines(look, density, room.width));
  for (const draw of drawn) {
    const lines = draw();
    if (lines.length <= room.rows) return lines;
  }
  return cutLines(look, room);
}

function bodyLines(look: Look, density: (system: SystemLook) => Density, width: number): readonly Line[] {
  const place = { width, now: look.at };
  const parts = look.systems.map((system) => {
    const how = density(system);
    const lines = systemLines(system, how, { look, place });
    return how === "line" ? lines : [EMPTY, ...lines];
  });
  return [...headLines(look), ...parts.flat()];
}

/** A line for each of the first systems, those in trouble before the others, and how many are not shown. */
function cutLines(look: Look, { width, rows }: Room): readonly Line[] {
  const place = { width, now: look.at };
  const first = look.systems.toSorted((a, b) => Number(isTroubled(b)) - Number(isTroubled(a)));
  const lines = first.flatMap((system) => systemLines(system, "line", { look, place }));
  const head = headLines(look);
  const shown = lines.slice(0, Math.max(0, rows - head.length - 1));
  const rest = counted(look.systems.length - shown.length, "more system");
  return [...head, ...shown, { left: [span(`${rest}; a higher window shows them`, "quiet")] }].slice(0, rows);
}
