import type { Clock } from "../kernel/index.ts";
import { formatDuration } from "./format-scaled.ts";
import { cleanText, cutText, padText, textWidth } from "./text.ts";

/** One piece of work that takes a while. */
export interface Step {
  /** How far it is, 0 to 1; a share that is not finite counts as unknown and leaves the bar where it was. */
  update(share: number, note?: string): void;
  /** It is finished. Further calls do nothing. */
  done(note?: string): void;
}

/** Where long work says how far it is. */
export interface Progress {
  step(name: string): Step;
}

const SILENT_STEP: Step = Object.freeze({ update: () => {}, done: () => {} });

/** Says nothing. */
export const silentProgress: Progress = Object.freeze({ step: () => SILENT_STEP });

export interface TerminalProgressOptions {
  /** Takes text without adding a newline. */
  readonly write: (text: string) => void;
  /** Columns of the window. */
  readonly columns: number;
  /** Whether lines can be overwritten. Otherwise there is one plain line per finished step, and not one escape code. */
  readonly interactive: boolean;
  readonly clock: Clock;
}

/** A step shorter than this shows no bar. */
const PATIENCE = 1_000;
/** The bar is redrawn at most this often, milliseconds. */
const REDRAW = 80;
const BAR = 24;
const CLEAR = "\r\u001b[2K";

function barLine(state: { name: string; share: number; note: string }, columns: number): string {
  const filled = Math.round(state.share * BAR);
  const bar = "━".repeat(filled) + "╌".repeat(BAR - filled);
  const tail = state.note === "" ? "" : `  ${state.note}`;
  return cutText(
    `${state.name}  ${bar} ${padText(`${Math.round(state.share * 100)}%`, 4, "right")}${tail}`,
    columns - 1,
  );
}

function doneLine(
  name: string,
  took: number,
  options: { note: string; columns: number; interactive: boolean },
): string {
  const time = formatDuration(Math.round(took / 100) * 100);
  const head = `${options.interactive ? "✓ " : ""}${name}  ${time}`;
  if (options.note === "") return head;
  const line = `${head}  ${options.note}`;
  return options.interactive && textWidth(line) > options.columns ? cutText(line, options.columns) : line;
}

/** Progress on a terminal: a bar for steps longer than a second, and one line with the time it took per finished step. */
export function terminalProgress({ write, columns, interactive, clock }: TerminalProgressOptions): Progress {
  return {
    step(rawName) {
      const name = cleanText(rawName);
      const started = clock.now();
      const state = { name, share: 0, note: "" };
      let drawn: number | undefined;
      let finished = false;
      return {
        update(share, note) {
          if (finished) return;
          if (Number.isFinite(share)) state.share = Math.min(1, Math.max(0, share));
          if (note !== undefined) state.note = cleanText(note);
          const now = clock.now();
          if (!interactive || now - started < PATIENCE || now - (drawn ?? -Infinity) < REDRAW) return;
          drawn = now;
          write(CLEAR + barLine(state, columns));
        },
        done(note = "") {
          if (finished) return;
          finished = true;
          const line = doneLine(name, clock.now() - started, { note: cleanText(note), columns, interactive });
          write(`${drawn === undefined ? "" : CLEAR}${line}\n`);
        },
      };
    },
  };
}
