import type { Instant } from "../../../kernel/index.ts";
import type { Condition, Records, Versioned } from "../../../store/index.ts";
import type { Alert } from "../alert.ts";
import { alertUnknown } from "../errors.ts";

type Store = Pick<Records, "collection">;

const of = (system: string): Condition => ({ path: ["system"], is: "=", value: system });

/** A system's alerts that are not closed, oldest first. */
export async function underWay(store: Store, system: string): Promise<readonly Versioned<Alert>[]> {
  const where: readonly Condition[] = [of(system), { path: ["status"], is: "!=", value: "closed" }];
  return (await store.collection<Alert>("alerts").find({ where, sort: { path: ["openedAt"] } })).items;
}

const LATELY = 20;

/** The alerts of a system that were closed last. */
export async function closedLately(store: Store, system: string): Promise<readonly Alert[]> {
  const where: readonly Condition[] = [of(system), { path: ["status"], is: "=", value: "closed" }];
  const query = { where, sort: { path: ["closed", "at"] }, descending: true, limit: LATELY };
  return (await store.collection<Alert>("alerts").find(query)).items.map(({ value }) => value);
}

/** Those that were closed on a clock that was ahead of this one. */
export async function closedAhead(store: Store, system: string, now: Instant): Promise<readonly Versioned<Alert>[]> {
  const where: readonly Condition[] = [
    of(system),
    { path: ["status"], is: "=", value: "closed" },
    { path: ["closed", "at"], is: ">", value: now },
  ];
  return (await store.collection<Alert>("alerts").find({ where })).items;
}

/** The alert with an id, or the only one whose id begins so. Throws `alerts.alert-unknown`. */
export async function oneAlert(store: Store, id: string): Promise<Versioned<Alert>> {
  const all = store.collection<Alert>("alerts");
  const found = await all.get(id);
  if (found !== undefined) return found;
  const list = await all.list();
  const [only, ...more] = list.filter((one) => id.length >= SHORTEST && one.id.startsWith(id));
  if (only !== undefined && more.length === 0) return only;
  throw alertUnknown({ id, known: list.map((one) => one.id) });
}

/** `alr_` and four digits. */
const SHORTEST = 8;
