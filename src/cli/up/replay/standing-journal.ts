import type { Clock } from "../../../kernel/index.ts";
import type { Journal } from "../../../store/index.ts";

/** A clock that stands still until it is set. */
export interface StandingClock extends Clock {
  /** Shows what the clock that it follows shows now. */
  set(): void;
}

/** The time of a look: a clock that runs fast would otherwise be days further at the end of a look than at its beginning. */
export function standingClock(clock: Clock): StandingClock {
  let at = clock.now();
  return {
    now: () => at,
    set() {
      at = clock.now();
    },
  };
}

/**
 * A journal up to the time of a clock: what was written while a look goes on is left to the next look. A reader takes an entry of
 * a time to come for one of now, and would count days of the past in one period.
 */
export function journalUntil(journal: Journal, clock: Clock): Journal {
  return {
    append: (entries) => journal.append(entries),
    find: (kind, id) => journal.find(kind, id),
    close: () => journal.close(),
    async readBack(upTo, limit) {
      const { entries, next } = await journal.readBack(upTo, limit);
      return { entries: entries.filter(({ at }) => at <= clock.now()), next };
    },
    async read(from, limit, kind) {
      const page = await journal.read(from, limit, kind);
      const later = page.entries.findIndex(({ at }) => at > clock.now());
      return later < 0 ? page : await journal.read(from, later, kind);
    },
  };
}
