import { type Clock, isAlidadeError, messageOf, rng } from "../../kernel/index.ts";
import { type Job, type Jobs, type Lease, leaseLost } from "../../store/index.ts";

/** A job in the hands of its worker. */
export interface Work {
  readonly job: Job;
  /** Counts how often the job was taken. */
  readonly turn: number;
  /** Aborts when the scheduler ends, and when another has taken the job. */
  readonly signal: AbortSignal;
  /** Notes how far it has come, for whoever goes on with it. */
  note(progress: unknown): Promise<void>;
}

/** Does a job; what it resolves to is the job's result. One that rejects is tried again. */
export type Worker = (work: Work) => Promise<unknown>;

/** A job that failed, or jobs that could not be reached. */
export interface JobProblem {
  /** Null where the jobs themselves could not be read or written. */
  readonly job: Job | null;
  readonly why: string;
  readonly isLast: boolean;
}

export interface SchedulerOptions {
  readonly jobs: Jobs;
  /** By kind. */
  readonly workers: Readonly<Record<string, Worker>>;
  readonly clock: Clock;
  /** Resolves after so many milliseconds, or when the signal aborts; never rejects. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Ends it. */
  readonly signal: AbortSignal;
  /** Jobs at a time. Default 2. */
  readonly concurrency?: number;
  /** Default 30,000: a killed worker's job is taken after so many milliseconds. */
  readonly leaseMs?: number;
  /** Milliseconds between two looks at most: what other processes add is seen then. Default 1,000. */
  readonly pollMs?: number;
  readonly onProblem?: (problem: JobProblem) => void;
}

type Settings = SchedulerOptions & Required<Pick<SchedulerOptions, "concurrency" | "leaseMs" | "pollMs" | "onProblem">>;

/** The first pause after a failure, in milliseconds, and the longest. */
const PAUSE = 2_000;
const LONGEST_PAUSE = 600_000;

/**
 * Takes jobs that are due and has them done, until the signal aborts; resolves when everything it began has ended. Several may
 * run on one state: a job is in one hand at a time.
 */
export async function runScheduler(options: SchedulerOptions): Promise<void> {
  const settings: Settings = { concurrency: 2, leaseMs: 30_000, pollMs: 1_000, onProblem: () => undefined, ...options };
  const { signal, concurrency } = settings;
  const begun = new Set<Promise<void>>();
  while (!signal.aborted) {
    const lease = begun.size < concurrency ? await takeNext(settings) : undefined;
    if (lease === undefined) {
      await rest(settings, begun);
      continue;
    }
    const done = work(lease, settings).finally(() => begun.delete(done));
    begun.add(done);
  }
  await Promise.all(begun);
}

async function takeNext({ jobs, workers, leaseMs, onProblem }: Settings): Promise<Lease | undefined> {
  try {
    return await jobs.take(Object.keys(workers), leaseMs);
  } catch (thrown) {
    onProblem({ job: null, why: messageOf(thrown), isLast: false });
    return undefined;
  }
}

/** Until something is due, a job has ended, or it is time to look what others have added. */
async function rest(settings: Settings, begun: ReadonlySet<Promise<void>>): Promise<void> {
  const { sleep, signal, pollMs } = settings;
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  await Promise.race([sleep(await untilNext(settings, pollMs), either), ...begun]);
  over.abort();
}

async function untilNext({ jobs, workers, clock, onProblem }: Settings, most: number): Promise<number> {
  try {
    const next = await jobs.nextDue(Object.keys(workers));
    return next === undefined ? most : Math.min(most, Math.max(1, next - clock.now()));
  } catch (thrown) {
    onProblem({ job: null, why: messageOf(thrown), isLast: false });
    return most;
  }
}

/** Has one job done; never rejects. */
async function work(lease: Lease, settings: Settings): Promise<void> {
  const { signal, workers } = settings;
  const over = new AbortController();
  const given = AbortSignal.any([signal, over.signal]);
  const keeping = keepLease(lease, { settings, over });
  const { job, turn } = lease;
  const note = (progress: unknown): Promise<void> => lease.note(progress);
  try {
    const worker = workers[job.kind] as Worker;
    await ended(lease, settings, await worker({ job, turn, signal: given, note }));
  } catch (thrown) {
    await failed(lease, settings, thrown);
  } finally {
    over.abort();
    await keeping;
  }
}

/** Renews a lease three times in its length, until the work is over. One that is lost aborts the work. */
async function keepLease(
  lease: Lease,
  { settings, over }: { readonly settings: Settings; readonly over: AbortController },
): Promise<void> {
  for (;;) {
    await settings.sleep(settings.leaseMs / 3, over.signal);
    if (over.signal.aborted) return;
    try {
      await lease.renew();
    } catch (thrown) {
      if (isAlidadeError(thrown, leaseLost.code)) return over.abort();
      settings.onProblem({ job: lease.job, why: messageOf(thrown), isLast: false });
    }
  }
}

async function ended(lease: Lease, settings: Settings, result: unknown): Promise<void> {
  await attempt(lease, settings, () => lease.done(result ?? null));
}

/** Work that was told to stop is put back as if it had never been tried; other work waits before its next try. */
async function failed(lease: Lease, settings: Settings, thrown: unknown): Promise<void> {
  const { job } = lease;
  if (settings.signal.aborted) return await attempt(lease, settings, () => lease.release());
  const why = messageOf(thrown);
  settings.onProblem({ job, why, isLast: job.tried >= job.tries });
  await attempt(lease, settings, () => lease.failed(why, pauseOf(job)));
}

/** Twice as long after every try, and up to half as long again, so that what failed together is not tried together. */
function pauseOf({ key, tried }: Job): number {
  const jitter = 1 + rng({ seed: 0, unit: key, time: tried, purpose: "jobs/pause" }).uniform() / 2;
  return Math.min(LONGEST_PAUSE, PAUSE * 2 ** (tried - 1)) * jitter;
}

/** What cannot be written is done again by whoever takes the job next. */
async function attempt({ job }: Lease, { onProblem }: Settings, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (thrown) {
    if (isAlidadeError(thrown, leaseLost.code)) return;
    onProblem({ job, why: messageOf(thrown), isLast: false });
  }
}
