import type { OnlineKey, Stand } from "../../store/index.ts";

/** One text for an entity in a stream. */
export function nameOf({ stream, entity }: OnlineKey): string {
  return `${stream} ${entity}`;
}

/** What is remembered of a view beside its states: the time of the newest event of each stream. */
export function noteOf(newest: ReadonlyMap<string, number>): string {
  return JSON.stringify(Object.fromEntries(newest));
}

/** What a note remembers. */
export function newestIn({ note }: Stand): Map<string, number> {
  return new Map(Object.entries(note === "" ? {} : (JSON.parse(note) as Record<string, number>)));
}
