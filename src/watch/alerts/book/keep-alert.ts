import type { Change } from "../../../registry/index.ts";
import type { Alert } from "../alert.ts";

/** An alert as it becomes, the version that it had, and what the history is told of it. */
export interface Kept {
  readonly next: Alert;
  readonly version: number;
  readonly note?: { readonly what: string; readonly why: string; readonly facts?: Readonly<Record<string, unknown>> };
}

/** Writes an alert with its line in the history; inside a transaction nobody else can have been faster. */
export async function keep(open: Change, { next, version, note }: Kept): Promise<Alert> {
  await open.store.collection<Alert>("alerts").compareAndSet(next.id, version, next);
  if (note !== undefined) await open.note(next.system, { subject: next.id, ...note });
  return next;
}
