import { randomBytes } from "node:crypto";
import type { Decider } from "../../decide/index.ts";
import { messageOf } from "../../kernel/index.ts";
import { together, type Watched, watchedBook } from "../../watch/index.ts";
import type { Log } from "../log.ts";
import type { ManageOptions, Watches } from "./manage.ts";

/** What all servers of a state have seen: this one up to now, the others up to their last note, also those that ended. */
export interface Keeping extends Pick<Watches, "watched"> {
  watched(system: string): Promise<Watched | undefined>;
  /** Notes once more, and stops. */
  stop(): Promise<void>;
}

export interface KeepingDeps {
  readonly manage: ManageOptions;
  readonly log: Log;
  /** By which name the server is announced. Default: one of its own. */
  readonly server: string | undefined;
}

/** Milliseconds between two notes: so much of what was seen is lost at most when a server is killed. */
const EVERY = 10_000;

/** Notes again and again what was seen, and reads what others have. Undefined where nobody watches, or nothing is kept. */
export function startKeeping(decider: Pick<Decider, "systems" | "serving">, deps: KeepingDeps): Keeping | undefined {
  const { manage, log, server = `srv_${randomBytes(6).toString("hex")}` } = deps;
  const { watching, records, noteMs = EVERY } = manage;
  if (watching === undefined || records === undefined) return undefined;
  const book = watchedBook(records);
  const others = new Map<string, readonly Watched[]>();
  const lookAt = async (system: string): Promise<void> => {
    const own = await watching.watched(system);
    if (own !== undefined) await book.note(server, own);
    const epoch = decider.serving(system)?.epoch ?? 0;
    others.set(system, await book.others({ system, epoch }, [server]));
  };
  const look = async (): Promise<void> => {
    try {
      for (const { name } of decider.systems) await lookAt(name);
    } catch (thrown) {
      // Nobody's decision depends on it, and the next note has all that this one had.
      log.warn({ why: messageOf(thrown) }, "cannot note what was seen of arms and shadows");
    }
  };
  let running = look();
  const timer = setInterval(() => {
    running = running.then(look);
  }, noteMs);
  timer.unref();
  return {
    watched: async (system) => {
      await running;
      const own = await watching.watched(system);
      const epoch = decider.serving(system)?.epoch ?? 0;
      const seen = [...(own === undefined ? [] : [own]), ...(others.get(system) ?? [])];
      return seen.some((one) => one.epoch === epoch) ? together({ system, epoch }, seen) : undefined;
    },
    stop: async () => {
      clearInterval(timer);
      await running;
      await look();
    },
  };
}
