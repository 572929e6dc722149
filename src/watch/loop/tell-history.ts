import type { Registry } from "../../registry/index.ts";
import type { Records } from "../../store/index.ts";
import { type HeldBook, writeBook } from "./loop-book.ts";

/** What lines are told with. */
export interface TellDeps {
  readonly system: string;
  readonly records: Pick<Records, "collection">;
  readonly registry: Pick<Registry, "history" | "note">;
}

/**
 * Puts the lines of a loop that are not there yet into the system's history, each once: a line that was written just before its
 * process was killed is found there.
 */
export async function tellHistory({ system, records, registry }: TellDeps, held: HeldBook): Promise<HeldBook> {
  const { loop } = held.book;
  if (loop === null || loop.told >= loop.lines.length) return held;
  const subject = `loop_${system}_${loop.number}`;
  const events = (await registry.history(system)).filter((event) => event.subject === subject);
  for (const [i, { what, says }] of loop.lines.entries()) {
    if (i < loop.told || events.some(({ facts }) => facts?.line === i)) continue;
    await registry.note(system, { what, subject, why: says, facts: { line: i, by: loop.by, ...loop.facts } });
  }
  return await writeBook(records, held, { ...held.book, loop: { ...loop, told: loop.lines.length } });
}
