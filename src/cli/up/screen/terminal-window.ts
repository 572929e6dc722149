import { writeSync } from "node:fs";
import type { ScreenWindow } from "./status-screen.ts";

/** Rows of a window that does not say how high it is. */
const ROWS = 24;

/** The window of standard output. */
export function terminalWindow(): ScreenWindow {
  return {
    size: () => ({ columns: process.stdout.columns ?? 80, rows: process.stdout.rows ?? ROWS }),
    ifLost(text) {
      const write = (): void => {
        try {
          writeSync(process.stdout.fd, text);
        } catch {
          // The terminal is gone; so is its cursor.
        }
      };
      process.once("exit", write);
      return () => void process.off("exit", write);
    },
  };
}
