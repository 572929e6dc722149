import type { Clock } from "../../kernel/index.ts";
import type { Log } from "../../server/index.ts";

/** A server's log as plain lines on standard error; what is only of interest when all is well is left out. */
export function lineLog(write: (text: string) => void, clock: Clock): Log {
  const line = (level: string, facts: Readonly<Record<string, unknown>>, message: string): void =>
    write(`${new Date(clock.now()).toISOString()} ${level} ${message}${wordFacts(facts)}\n`);
  return {
    info: () => {},
    warn: (facts, message) => line("warning", facts, message),
    error: (facts, message) => line("error", facts, message),
  };
}

function wordFacts(facts: Readonly<Record<string, unknown>>): string {
  const words = Object.entries(facts).map(
    ([name, value]) => ` ${name}=${value instanceof Error ? value.message : JSON.stringify(value)}`,
  );
  return words.join("");
}
