import { change, type RegistryContext } from "../../../registry/index.ts";
import type { Records } from "../../../store/index.ts";
import { type AlertChange, alertBook, type Circumstances, type Symptom, seenRaced } from "../../../watch/index.ts";
import { type KeptWatch, WATCHES } from "../kept-watch.ts";

/** What one period brought. */
export interface PeriodKept {
  readonly next: KeptWatch;
  /** The version that was read; 0 where there was none. */
  readonly version: number;
  readonly symptoms: readonly Symptom[];
  /** Asked for only where there are symptoms. */
  readonly circumstances: () => Promise<Circumstances>;
}

/**
 * Keeps what the monitors know after a period together with the alerts that it brought: all of it, or nothing. Throws
 * `watch.seen-raced` where another process has taken the period.
 */
export async function keepPeriod(context: RegistryContext, kept: PeriodKept): Promise<readonly AlertChange[]> {
  const { next, version, symptoms } = kept;
  const given = symptoms.length === 0 ? undefined : await kept.circumstances();
  return await change(context, async ({ store }) => {
    const watches = store.collection<KeptWatch>(WATCHES);
    const isKept =
      version === 0 ? await watches.insert(next.system, next) : await watches.compareAndSet(next.system, version, next);
    if (!isKept) throw seenRaced({ system: next.system });
    if (given === undefined) return [];
    const inside = { ...context, state: { ...context.state, records: joined(store) } };
    return await alertBook(inside).take(symptoms, given);
  });
}

/** Records whose transactions are part of the one that is under way. */
function joined(open: Pick<Records, "collection">): Records {
  return {
    collection: (name) => open.collection(name),
    transaction: (work) => work(open),
    close: async () => undefined,
  };
}
