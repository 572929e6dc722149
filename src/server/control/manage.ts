import type { Clock } from "../../kernel/index.ts";
import type { Registry } from "../../registry/index.ts";
import type { Records, ServingBoard, Told } from "../../store/index.ts";
import type { Level, Watched } from "../../watch/index.ts";

/** What is seen of arms and shadows; several threads are asked for it. */
export interface Watches {
  /** What was seen of a system; undefined before its first decision. */
  watched(system: string): Watched | undefined | Promise<Watched | undefined>;
  all(): readonly Watched[] | Promise<readonly Watched[]>;
}

/** How a system is watched, for whoever collects numbers. */
export interface MonitoredSystem {
  readonly system: string;
  /** Alerts that nobody has answered, by how loud they are. */
  readonly open: Readonly<Record<Level, number>>;
  /** Monitors that are in alarm; null where none has ever looked. */
  readonly inAlarm: number | null;
  /** Seconds since somebody had read all that was there; null where nobody ever did. */
  readonly age: number | null;
}

/** What a server needs to change what is served, beside taking it up. */
export interface ManageOptions {
  /** The registry in somebody's hands: changes carry their name. */
  registry(who: string): Registry | Promise<Registry>;
  /** Where the servers of this state know each other from. Default: there is no other. */
  readonly board?: ServingBoard | undefined;
  /** What is seen of arms and shadows, by which canaries are taken on or back. Default: nobody looks. */
  readonly watching?: Watches | undefined;
  /** How systems are watched, as it is kept. Default: nobody says. */
  readonly monitored?: (() => Promise<readonly MonitoredSystem[]>) | undefined;
  /** Where what is seen is noted, so that it outlives the server. Default: nowhere. */
  readonly records?: Pick<Records, "collection"> | undefined;
  /** Milliseconds between two notes. Default 10,000. */
  readonly noteMs?: number | undefined;
  /** Default: the machine's. */
  readonly clock?: Clock | undefined;
  /** Milliseconds between two looks at canaries. Default 1000. */
  readonly everyMs?: number | undefined;
}

/** Takes up a change that was made here, then tells the other servers; resolves when all have answered, or were too slow. */
export type Publish = (system: string, epoch: number) => Promise<readonly Told[]>;
