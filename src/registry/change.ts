import type { Clock, Instant } from "../kernel/index.ts";
import type { State } from "../store/index.ts";
import { type EventDraft, noted } from "./history.ts";
import type { Store } from "./series.ts";

/** What a registry works with. */
export interface RegistryContext {
  readonly state: Pick<State, "records" | "blobs">;
  readonly clock: Clock;
  /** Who makes the changes, for the history: a person's or a program's name. */
  readonly who: string;
}

/** One change in progress. */
export interface Change {
  readonly store: Store;
  readonly at: Instant;
  readonly by: string;
  /** Writes into the system's history, together with the change itself or not at all. */
  note(system: string, event: EventDraft): Promise<void>;
}

/** Runs a change as one transaction. */
export async function change<R>(context: RegistryContext, work: (change: Change) => Promise<R>): Promise<R> {
  return await context.state.records.transaction(async (store) => {
    const stamp = { at: context.clock.now(), by: context.who };
    return await work({ store, ...stamp, note: (system, event) => noted(store, { ...event, ...stamp, system }) });
  });
}

/** What was registered, and whether it had been there before; then the first record stays as it was. */
export interface Registered<T> {
  readonly record: T;
  readonly known: boolean;
}

/** JSON-like facts that belong to another room: metrics, a gate's verdict, a policy's parameters. */
export type Facts = Readonly<Record<string, unknown>>;
