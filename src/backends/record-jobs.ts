import { type Clock, type Instant, known } from "../kernel/index.ts";
import { type Collection, type Job, type Jobs, type Lease, leaseLost, newJob, type Records } from "../store/index.ts";
import { allWaiting, type Kept, type KeptJob, nextFree, running, wakeTime } from "./record-jobs-queue.ts";

export interface RecordJobsOptions {
  readonly records: Records;
  readonly clock: Clock;
}

const NAME = "jobs";
const LISTED = 100;

/**
 * Jobs in the records of a state: every process that opens the state may add, take and end them. Leases are compared with
 * the clock that wrote them; what a clock claims that was set back is not believed.
 */
export function recordJobs({ records, clock }: RecordJobsOptions): Jobs {
  const kept = records.collection<Kept>(NAME);
  const jobOf = async (key: string): Promise<KeptJob | undefined> => {
    const found = (await kept.get(key))?.value;
    return found?.status === "forgotten" ? undefined : found;
  };
  return {
    add: async (draft) => {
      const job = newJob(draft, clock.now());
      if ((await jobOf(job.key)) !== undefined) return false;
      return await records.transaction((open) => addTo(open.collection<Kept>(NAME), job));
    },
    take: async (kinds, leaseMs) => {
      // A look at what is free needs no lock; most looks find nothing.
      if ((await nextFree(kept, kinds, clock.now())) === undefined) return undefined;
      const taken = await records.transaction((open) =>
        takeFrom(open.collection<Kept>(NAME), { kinds, leaseMs, now: clock.now() }),
      );
      return taken === undefined ? undefined : leaseOn(taken, { records, clock, leaseMs });
    },
    get: async (key) => {
      const found = await jobOf(key);
      return found === undefined ? undefined : plain(found);
    },
    list: async ({ kind, status, limit = LISTED }) => {
      const where = [
        ...(kind === undefined ? [] : [{ path: ["kind"], is: "=", value: kind } as const]),
        status === undefined
          ? ({ path: ["status"], is: "!=", value: "forgotten" } as const)
          : ({ path: ["status"], is: "=", value: status } as const),
      ];
      const { items } = await kept.find({ where, sort: { path: ["addedAt"] }, limit });
      return items.map(({ value }) => plain(value as KeptJob));
    },
    nextDue: async (kinds) => {
      const now = clock.now();
      const [waiting, held] = await Promise.all([allWaiting(kept, kinds), running(kept)]);
      const times = [...waiting, ...held.filter(({ kind }) => kinds.includes(kind))].map((job) =>
        wakeTime(job, held, now),
      );
      return times.length === 0 ? undefined : Math.min(...times);
    },
    forget: (endedBefore) => records.transaction((open) => forgetIn(open.collection<Kept>(NAME), endedBefore)),
  };
}

async function addTo(kept: Collection<Kept>, job: Job): Promise<boolean> {
  const first = await kept.get(job.key);
  const fresh: KeptJob = { ...job, turn: first?.value.turn ?? 0, lease: null, settled: job.addedAt };
  if (first === undefined) return await kept.insert(job.key, fresh);
  if (first.value.status !== "forgotten") return false;
  return await kept.compareAndSet(job.key, first.version, fresh);
}

interface Taking {
  readonly kinds: readonly string[];
  readonly leaseMs: number;
  readonly now: Instant;
}

/** Takes the next free job; those whose last worker was lost with their last try end here. Only inside a transaction. */
async function takeFrom(kept: Collection<Kept>, { kinds, leaseMs, now }: Taking): Promise<KeptJob | undefined> {
  for (;;) {
    const free = await nextFree(kept, kinds, now);
    if (free === undefined) return undefined;
    const { tried, tries } = free.value;
    if (tried < tries) {
      const taken: KeptJob = {
        ...free.value,
        ...{ status: "running", tried: tried + 1, turn: free.value.turn + 1 },
        lease: { since: now, until: now + leaseMs },
      };
      await kept.compareAndSet(free.id, free.version, taken);
      return taken;
    }
    const why = free.value.why ?? "whoever had it never came back";
    await kept.compareAndSet(free.id, free.version, { ...free.value, ...ended("failed", now), why });
  }
}

async function forgetIn(kept: Collection<Kept>, endedBefore: Instant): Promise<number> {
  const { items } = await kept.find({ where: [{ path: ["endedAt"], is: "<", value: endedBefore }] });
  for (const { id, version, value } of items)
    await kept.compareAndSet(id, version, { status: "forgotten", turn: value.turn });
  return items.length;
}

interface Leasing extends RecordJobsOptions {
  readonly leaseMs: number;
}

function leaseOn(taken: KeptJob, { records, clock, leaseMs }: Leasing): Lease {
  const { key, turn } = taken;
  const change = (next: (job: KeptJob, now: Instant) => KeptJob): Promise<void> =>
    records.transaction(async (open) => {
      const kept = open.collection<Kept>(NAME);
      const stored = known(await kept.get(key), `the job ${key}`);
      const { value, version } = stored;
      if (value.status !== "running" || value.turn !== turn) throw leaseLost({ key });
      await kept.compareAndSet(key, version, next(value, clock.now()));
    });
  const held = (now: Instant): KeptJob["lease"] => ({ since: now, until: now + leaseMs });
  return {
    job: plain(taken),
    turn,
    renew: () => change((job, now) => ({ ...job, lease: held(now) })),
    note: (progress) => change((job, now) => ({ ...job, progress, lease: held(now) })),
    done: (result) => change((job, now) => ({ ...job, ...ended("done", now), result, why: null })),
    failed: (why, againMs) =>
      change((job, now) =>
        job.tried >= job.tries
          ? { ...job, ...ended("failed", now), why }
          : { ...job, status: "waiting", lease: null, why, due: now + againMs, settled: now },
      ),
    release: () =>
      change((job, now) => ({ ...job, status: "waiting", lease: null, tried: job.tried - 1, settled: now })),
  };
}

function ended(status: "done" | "failed", now: Instant): Pick<KeptJob, "status" | "endedAt" | "lease"> {
  return { status, endedAt: now, lease: null };
}

function plain({ turn: _turn, lease: _lease, settled: _settled, ...job }: KeptJob): Job {
  return job;
}
