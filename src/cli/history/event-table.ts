import type { HistoryEvent } from "../../registry/index.ts";
import { type TableBlock, table } from "../../report/index.ts";
import { shortTime } from "../output/listing.ts";

/** Events as a table, in the order in which they come. */
export function eventTable(events: readonly HistoryEvent[]): TableBlock {
  return table(
    ["When", "What", "To", "Why, by whom"],
    events.map(({ at, what, subject, why, by }) => [shortTime(at), what, shortSubject(subject), `${why}, ${by}`]),
  );
}

/** A hash is named by its beginning. */
function shortSubject(subject: string): string {
  return /^[0-9a-f]{64}$/.test(subject) ? subject.slice(0, 12) : subject;
}
