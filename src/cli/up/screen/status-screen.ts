import type { Instant } from "../../../kernel/index.ts";
import type { Io } from "../../calling/command.ts";
import type { Look } from "../look.ts";
import { eventsSince, plainEvent, plainStart, plainSummary } from "./plain-lines.ts";
import { screenLines } from "./screen-lines.ts";

/** The window that a screen is drawn in. */
export interface ScreenWindow {
  /** As it is now: a person may change it at any time. */
  size(): { readonly columns: number; readonly rows: number };
  /** Writes this should the process end without closing the screen; gives what takes it back. */
  ifLost(text: string): () => void;
}

export interface StatusScreenOptions {
  readonly io: Pick<Io, "out" | "isTerminal" | "colour" | "json">;
  readonly window: ScreenWindow;
  /** Real time, milliseconds, also where the looks are on a clock of data. */
  readonly now: () => Instant;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Where looks are shown, one after the other. Nothing else may write to a terminal meanwhile. */
export interface StatusScreen {
  show(look: Look): Promise<void>;
  /** Leaves the last frame standing, and gives the cursor back. Once is enough, more does no harm. */
  close(): Promise<void>;
}

/** Shows looks as whoever reads them wants it: a line of JSON each, a frame redrawn in place, or plain lines. */
export function statusScreen(options: StatusScreenOptions): StatusScreen {
  const { io, env } = options;
  if (io.json) return jsonScreen(options);
  return io.isTerminal && env.TERM !== "dumb" ? redrawn(options) : plain(options);
}

/** A look as a line of JSON. The readings of monitors are left out: they may be thousands, and `alidade monitors --json` tells them. */
export function lookLine(look: Look): string {
  const short = (key: string, value: unknown): unknown => (key === "readings" ? undefined : value);
  return `${JSON.stringify(look, short)}\n`;
}

function jsonScreen({ io }: StatusScreenOptions): StatusScreen {
  return {
    show: (look) => io.out(lookLine(look)),
    close: async () => undefined,
  };
}

const ESC = "\u001b[";
const [HIDE, SHOW] = [`${ESC}?25l`, `${ESC}?25h`];
/** Terminals that know these show a frame whole or not at all; the others ignore them. */
const [BEGIN, END] = [`${ESC}?2026h`, `${ESC}?2026l`];
const [HOME, REST_OF_LINE, REST_OF_SCREEN] = [`${ESC}H`, `${ESC}K`, `${ESC}J`];

/** A frame over the one before. The last column and the last row stay free: writing there moves the screen. */
function redrawn({ io, window }: StatusScreenOptions): StatusScreen {
  let [last, isOpen] = ["", false];
  let keep = (): void => undefined;
  return {
    async show(look) {
      const { columns, rows } = window.size();
      const lines = screenLines(look, { width: columns - 1, rows: Math.max(2, rows - 1), colour: io.colour });
      const frame = `${HOME}${lines.map((line) => `${line}${REST_OF_LINE}`).join("\r\n")}${REST_OF_SCREEN}`;
      if (frame === last) return;
      last = frame;
      // What stood there moves up and can be read again.
      const before = isOpen ? "" : `${HIDE}${"\n".repeat(Math.max(0, rows - 1))}`;
      if (!isOpen) keep = window.ifLost(`${END}${SHOW}\n`);
      isOpen = true;
      await io.out(`${before}${BEGIN}${frame}${END}`);
    },
    async close() {
      if (!isOpen) return;
      isOpen = false;
      keep();
      await io.out(`${SHOW}\n`);
    },
  };
}

const MINUTE = 60_000;

/** A line for each event that is new, and each minute one for each system. */
function plain({ io, now }: StatusScreenOptions): StatusScreen {
  let before: Look | undefined;
  let summedUp = Number.NEGATIVE_INFINITY;
  return {
    async show(look) {
      const isDue = now() - summedUp >= MINUTE;
      if (isDue) summedUp = now();
      const lines = [
        ...(before === undefined ? plainStart(look) : []),
        ...eventsSince(before, look).map(plainEvent),
        ...(isDue ? plainSummary(look) : []),
      ];
      before = look;
      if (lines.length > 0) await io.out(lines.map((line) => `${line}\n`).join(""));
    },
    close: async () => undefined,
  };
}
