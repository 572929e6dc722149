import type { Clock } from "../../kernel/index.ts";
import type { Look, UpEvent, WatcherLook } from "./look.ts";
import type { WatcherSays } from "./watch/watcher.ts";

/** Where what is known of running systems comes together. */
export interface Board {
  look(): Look;
  serves(url: string): void;
  looked(says: WatcherSays): void;
  changed(watcher: Partial<WatcherLook>): void;
  note(event: UpEvent): void;
  /** Something about the whole process. */
  event(kind: string, says: string): void;
  onChange(listener: () => void): void;
}

const MOST_EVENTS = 50;

export interface BoardOptions {
  readonly clock: Clock;
  readonly isReplayed: boolean;
  /** What is shown of them before the first look. */
  readonly systems: Look["systems"];
}

/** A board on which nothing else is known yet. */
export function openBoard({ clock, isReplayed, ...options }: BoardOptions): Board {
  let url: string | null = null;
  let { systems } = options;
  let events: readonly UpEvent[] = [];
  let watcher: WatcherLook = { status: "starting", says: "", lookedAt: null, restarts: 0 };
  let listener = (): void => undefined;
  const note = (...fresh: readonly UpEvent[]): void => {
    events = [...events, ...fresh].slice(-MOST_EVENTS);
    listener();
  };
  return {
    look: () => ({ at: clock.now(), clock: isReplayed ? "data" : "real", url, systems, watcher, events }),
    serves(at) {
      url = at;
    },
    looked({ systems: seen, events: fresh, ...state }) {
      systems = seen;
      watcher = { ...watcher, ...state };
      note(...fresh);
    },
    changed(state) {
      watcher = { ...watcher, ...state };
      listener();
    },
    note: (event) => note(event),
    event: (kind, says) => note({ at: clock.now(), system: null, kind, says }),
    onChange(next) {
      listener = next;
    },
  };
}
