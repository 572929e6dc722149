import type { Instant } from "../kernel/index.ts";
import { type Store, series } from "./series.ts";

/** Something to be remembered. */
export interface EventDraft {
  /** What happened: `model.registered`, `weights.changed`, `plan.rolled-back`, `experiment.started` … */
  readonly what: string;
  /** The id of what it happened to. */
  readonly subject: string;
  readonly why: string;
  /** JSON-like details for a reader. */
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** One line of a system's history. */
export interface HistoryEvent extends EventDraft {
  readonly system: string;
  /** 1, 2, 3 … within the system, in the order in which the changes took effect. */
  readonly number: number;
  readonly at: Instant;
  readonly by: string;
}

const NAME = "history/";

/** What changed in each system, when, why and by whom. Append-only. */
export interface History {
  /** Everything, oldest first. */
  history(system: string): Promise<readonly HistoryEvent[]>;
  /** Adds an event of another room: a gate, an experiment, an alert. */
  note(system: string, event: EventDraft): Promise<void>;
  /** Every system that has a history, in the order in which they came. */
  systems(): Promise<readonly string[]>;
}

export function historyReader(store: Store): Pick<History, "history" | "systems"> {
  return {
    history: (system) => series<HistoryEvent>(store, NAME + system).all(),
    systems: async () =>
      (await store.collection<number>("lengths").list())
        .filter(({ id }) => id.startsWith(NAME))
        .map(({ id }) => id.slice(NAME.length)),
  };
}

/** Appends to a system's history; only inside a transaction. */
export async function noted(store: Store, event: Omit<HistoryEvent, "number">): Promise<void> {
  const events = series<HistoryEvent>(store, NAME + event.system);
  await events.append({ ...event, number: (await events.length()) + 1 });
}
