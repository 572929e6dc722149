import type { HistoryEvent } from "../../registry/index.ts";
import type { Answer } from "../calling/command.ts";
import { listing } from "../output/listing.ts";
import { eventTable } from "./event-table.ts";

interface Listed {
  readonly system: string;
  /** Oldest first. */
  readonly events: readonly HistoryEvent[];
  /** How many there are in all. */
  readonly total: number;
  readonly json: unknown;
}

/** Every event of a system, the newest first. */
export function eventListing({ system, events, total, json }: Listed): Answer {
  return listing({
    title: `History of ${system}`,
    json,
    none: "Nothing has happened yet.",
    summary: events.length < total ? [`The newest ${events.length} of ${total}; \`--limit\` shows more.`] : [],
    table: eventTable(events.toReversed()),
  });
}
