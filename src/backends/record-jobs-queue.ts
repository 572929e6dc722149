import type { Instant } from "../kernel/index.ts";
import type { Collection, Condition, Job, Versioned } from "../store/index.ts";

/** A job as it is kept. */
export interface KeptJob extends Job {
  /** How often it was taken. */
  readonly turn: number;
  /** From when to when somebody has it. */
  readonly lease: { readonly since: Instant; readonly until: Instant } | null;
  /** When its due time was settled. */
  readonly settled: Instant;
}

/** What is left of a job that was forgotten: its key may come again, and whoever still holds an old lease must not get it. */
interface Forgotten {
  readonly status: "forgotten";
  readonly turn: number;
}

export type Kept = KeptJob | Forgotten;

/** A time that lies further ahead than this, in milliseconds, when it should be past, comes from before the clock was set back. */
const SET_BACK = 60_000;
const PAGE = 100;

/** Whether somebody has it now. */
export function isHeld({ lease }: KeptJob, now: Instant): boolean {
  return lease !== null && now < lease.until && lease.since <= now + SET_BACK;
}

/** Those that somebody has, or had when he was lost. */
export async function running(kept: Collection<Kept>): Promise<readonly KeptJob[]> {
  const { items } = await kept.find({ where: [{ path: ["status"], is: "=", value: "running" }] });
  return items.map(({ value }) => value as KeptJob);
}

/** Those of some kinds that wait. */
export async function allWaiting(kept: Collection<Kept>, kinds: readonly string[]): Promise<readonly KeptJob[]> {
  const found = await Promise.all(kinds.map((kind) => kept.find({ where: waitingOf(kind) })));
  return found.flatMap(({ items }) => items.map(({ value }) => value as KeptJob));
}

/** The job that is due longest of these kinds, that nobody has, and of whose group nobody has another. */
export async function nextFree(
  kept: Collection<Kept>,
  kinds: readonly string[],
  now: Instant,
): Promise<Versioned<KeptJob> | undefined> {
  const { items } = await kept.find({ where: [{ path: ["status"], is: "=", value: "running" }] });
  const begun = items as readonly Versioned<KeptJob>[];
  const busy = new Set(begun.flatMap(({ value }) => (isHeld(value, now) ? (value.group ?? []) : [])));
  const isFree = ({ value: { group } }: Versioned<KeptJob>): boolean => group === null || !busy.has(group);
  const lost = begun.filter(({ value }) => kinds.includes(value.kind) && !isHeld(value, now));
  const waiting = await Promise.all(kinds.map((kind) => firstFree(kept, { kind, now, isFree })));
  const free = [...lost.filter(isFree), ...waiting.filter((one) => one !== undefined)];
  return free.toSorted((a, b) => a.value.due - b.value.due)[0];
}

interface Search {
  readonly kind: string;
  readonly now: Instant;
  isFree(job: Versioned<KeptJob>): boolean;
}

async function firstFree(
  kept: Collection<Kept>,
  { kind, now, isFree }: Search,
): Promise<Versioned<KeptJob> | undefined> {
  const due = { path: ["due"], is: "<=", value: now } as const;
  const unbelieved = { path: ["settled"], is: ">", value: now + SET_BACK } as const;
  for (const when of [due, unbelieved])
    for (let offset = 0; ; offset += PAGE) {
      const query = { where: [...waitingOf(kind), when], sort: { path: ["due"] }, offset, limit: PAGE };
      const page = (await kept.find(query)).items as readonly Versioned<KeptJob>[];
      const found = page.find(isFree);
      if (found !== undefined) return found;
      if (page.length < PAGE) break;
    }
  return undefined;
}

function waitingOf(kind: string): readonly Condition[] {
  return [
    { path: ["status"], is: "=", value: "waiting" },
    { path: ["kind"], is: "=", value: kind },
  ];
}

/** When whoever sleeps should look at a job again: when it is due, and neither its lease nor its group's holds it back. */
export function wakeTime(job: KeptJob, begun: readonly KeptJob[], now: Instant): Instant {
  const holders = begun.filter((one) => one.key === job.key || (job.group !== null && one.group === job.group));
  const until = holders.flatMap((one) => (isHeld(one, now) && one.lease !== null ? [one.lease.until] : []));
  const due = job.settled > now + SET_BACK ? now : job.due;
  return Math.max(job.status === "running" ? now : due, ...until);
}
