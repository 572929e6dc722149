import { findIntake, rowOf, type SourceCursor, type SourceReader } from "../data/index.ts";
import { MOST_EVENTS, type Online } from "../decide/index.ts";
import { messageOf } from "../kernel/index.ts";
import type { Log } from "../server/index.ts";
import type { Records } from "../store/index.ts";
import type { Stream, SystemDefinition } from "../system/index.ts";

/** A stream whose file grows, of a system that is served. */
export interface Followed {
  readonly system: SystemDefinition;
  readonly name: string;
  readonly stream: Stream;
  readonly reader: SourceReader;
}

export interface FollowDeps {
  readonly online: Pick<Online, "push">;
  readonly records: Pick<Records, "collection">;
  readonly log: Log;
  /** Milliseconds between two looks. Default 500. */
  readonly everyMs?: number;
}

/** Where following stands in a file. */
interface Following {
  readonly cursor: SourceCursor;
}

/**
 * Looks into the files of streams again and again, and pushes what was added. Where it stands is written after the events
 * are on disk; what is read again after a crash is known by its ids. Stopping waits for what is under way.
 */
export function followStreams(followed: readonly Followed[], deps: FollowDeps): { stop(): Promise<void> } {
  const complained = new Set<string>();
  let running: Promise<void> | undefined;
  const look = async (): Promise<void> => {
    for (const one of followed) {
      try {
        await followOnce(one, deps);
        complained.delete(one.name);
      } catch (thrown) {
        if (!complained.has(one.name))
          deps.log.error(
            { system: one.system.name, stream: one.name, why: messageOf(thrown) },
            "cannot follow a stream",
          );
        complained.add(one.name);
      }
    }
  };
  const timer = setInterval(() => {
    running ??= look().finally(() => {
      running = undefined;
    });
  }, deps.everyMs ?? 500);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}

/** Pushes what a file has got since the last look. */
export async function followOnce(followed: Followed, { online, records, log }: FollowDeps): Promise<void> {
  const { system, name, stream, reader } = followed;
  const follows = records.collection<Following>("follows");
  const id = `${system.name}/${name}`;
  const stored = await follows.get(id);
  const from = stored?.value.cursor ?? (await findIntake(records, system.name, stream.source))?.cursor ?? undefined;
  let version = stored?.version ?? 0;
  for await (const { table, cursor } of reader.batches(stream.source, from)) {
    for (let at = 0; at < table.rows; at += MOST_EVENTS) {
      const count = Math.min(MOST_EVENTS, table.rows - at);
      const events = Array.from({ length: count }, (_, i) => rowOf(table, at + i));
      const { refused } = await online.push(system, { stream: name, events });
      if (refused.length > 0)
        log.warn({ system: system.name, stream: name, refused: refused.length }, "refused events");
    }
    const value = { cursor };
    if (version === 0) await follows.insert(id, value);
    else await follows.compareAndSet(id, version, value);
    version++;
  }
}
