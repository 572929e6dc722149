import type { Row } from "../../data/index.ts";
import { onlineHistoryOf } from "../../embed/index.ts";
import { isObject } from "../../kernel/index.ts";
import type { ReplayedEventRecord } from "../../records/index.ts";
import type { Invocation } from "../calling/command.ts";
import type { LoadedSystem } from "../load-system.ts";
import { asRow, type ReplayedEvents } from "./event-documents.ts";
import type { RefusedEvent, RefusedStream } from "./refused-events.ts";

interface Replaying {
  readonly loaded: LoadedSystem;
  /** Values by row; an empty one is missing. */
  readonly corrections: ReadonlyMap<number, Row>;
  readonly dryRun: boolean;
}

/**
 * Pushes refused events again, each under a key of its own: what is sound now goes in as learned of now, once however often
 * this is done, and is refused no longer. A server that runs takes it up by itself.
 */
export async function replayEvents(
  { stream, events }: RefusedStream,
  { loaded, corrections, dryRun }: Replaying,
  invocation: Invocation,
): Promise<ReplayedEvents> {
  const { judgeAgain, onlineOf } = await import("../../decide/index.ts");
  const { clock, ids } = invocation;
  const { system } = loaded;
  const mended = events.map((event) => ({ ...event, given: mendedBy(event, corrections.get(event.row)) }));
  const given = mended.map((one) => one.given);
  const verdicts = judgeAgain(system, { stream, events: given }, clock.now());
  const sound = mended.filter((_, i) => verdicts[i]?.length === 0);
  const reasons = verdicts.flatMap((broken) => [...broken]);
  if (dryRun || sound.length === 0) return { moved: sound.length, known: 0, left: counted(reasons), dryRun };
  const state = await invocation.openState(true);
  const values = await (await invocation.backends()).onlineValues(state);
  const { journal } = state;
  const history = () => onlineHistoryOf(loaded, invocation);
  const online = await onlineOf([system], { values, journal, clock, ids, history });
  let [moved, known] = [0, 0];
  try {
    for (const { record, given: event } of sound) {
      const said = await online.push(system, {
        stream,
        events: [event],
        key: `replayed/${record.id.split("/").at(-1)}`,
      });
      reasons.push(...said.refused.flatMap((one) => one.reasons));
      if (said.refused.length > 0) continue;
      moved++;
      known += said.known;
      await journal.append([replayedRecord(record.id, { system: system.name, stream }, clock.now())]);
    }
  } finally {
    await online.close();
    await values.close();
  }
  return { moved, known, left: counted(reasons), dryRun };
}

function replayedRecord(id: string, body: ReplayedEventRecord["body"], at: number): ReplayedEventRecord {
  return { v: 1, kind: "replayed-event", id, at, body };
}

/** The event with the values that were changed; what the file says as it was stays as it came. */
function mendedBy({ record }: RefusedEvent, values: Row | undefined): unknown {
  const { given } = record.body;
  const before = asRow(given);
  const changed = Object.entries(values ?? {}).filter(([name, value]) => (value ?? "") !== String(before[name] ?? ""));
  if (changed.length === 0) return given;
  return { ...(isObject(given) ? given : {}), ...Object.fromEntries(changed) };
}

function counted(reasons: readonly string[]): ReplayedEvents["left"] {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}
