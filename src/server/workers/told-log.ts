import { messageOf } from "../../kernel/index.ts";
import type { Log } from "../log.ts";
import type { LogLine } from "./duties.ts";

/** A log whose lines another thread writes. */
export function toldLog(tell: (line: LogLine) => void): Log {
  const at =
    (level: LogLine["level"]): Log["info"] =>
    (facts, message) =>
      tell({ level, message, facts: Object.fromEntries(Object.entries(facts).map(([k, v]) => [k, sendable(v)])) });
  return { info: at("info"), warn: at("warn"), error: at("error") };
}

/** Errors keep their message and where they arose; what cannot be sent otherwise goes as JSON. */
function sendable(value: unknown): unknown {
  if (!(value instanceof Error)) return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
  const sent = new Error(messageOf(value));
  return Object.assign(sent, { stack: value.stack });
}
