import type { Instant } from "../../../kernel/index.ts";
import type { Envelope } from "../../../records/index.ts";
import type { Journal, Records } from "../../../store/index.ts";
import { entriesOf } from "../../decisions/read-journal.ts";
import { watchBook } from "../kept-watch.ts";
import { replayLater } from "./replay-errors.ts";

/** What is kept of a state, for whoever replays into it. */
export interface ReplayedInto {
  readonly journal: Pick<Journal, "read">;
  readonly records: Pick<Records, "collection">;
  readonly blobs: Parameters<typeof watchBook>[0]["blobs"];
}

export interface Beginning {
  readonly system: string;
  /** When the past begins. */
  readonly first: Instant;
  readonly signal: AbortSignal;
}

/**
 * Throws `cli.input.replay-later` where a state knows what comes after the beginning: an entry of whatever system and kind, at which
 * whoever reads the journal in the order of time would stop, or periods that were watched.
 */
export async function checkEmptyFrom(state: ReplayedInto, { system, first, signal }: Beginning): Promise<void> {
  const latest = await latestOf(entriesOf(state.journal, signal));
  if (latest !== undefined && latest.at > first)
    throw replayLater({ first, holds: `${wordEntry(latest)} from`, known: latest.at });
  const { kept } = await watchBook(state).read(system);
  if (kept !== undefined && kept.through > first)
    throw replayLater({ first, holds: `periods of "${system}" that were watched, until`, known: kept.through });
}

/** The entry of the latest time: a journal keeps the order in which they came. */
async function latestOf(entries: AsyncIterable<Envelope>): Promise<Envelope | undefined> {
  let latest: Envelope | undefined;
  for await (const entry of entries) if (latest === undefined || entry.at > latest.at) latest = entry;
  return latest;
}

function wordEntry({ kind, body }: Envelope): string {
  const { system } = body as { readonly system?: string };
  const what = `${/^[aeiou]/.test(kind) ? "an" : "a"} ${kind}`;
  return system === undefined ? what : `${what} of "${system}"`;
}
