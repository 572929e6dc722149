import { defineError, type ErrorConstructor, type Instant } from "../kernel/index.ts";
import { encodeValue } from "./values.ts";

/** Work that is to be done once, by whoever is free. */
export interface JobDraft {
  /** Whoever adds the same key again adds nothing. */
  readonly key: string;
  /** Which workers may take it: `watch.look`, `loop.step`, `alert.tell` … */
  readonly kind: string;
  /** JSON-like, at most 64 KiB. */
  readonly input: unknown;
  /** Not before, milliseconds since 1970. Default: at once. */
  readonly due?: Instant;
  /** Jobs of one group are done one after the other. Default: none. */
  readonly group?: string;
  /** How often it may be tried. Default 5. */
  readonly tries?: number;
}

export type JobStatus = "waiting" | "running" | "done" | "failed";

export interface Job extends Required<Omit<JobDraft, "group">> {
  readonly group: string | null;
  readonly status: JobStatus;
  readonly tried: number;
  /** What its worker noted: where a killed one is gone on with. */
  readonly progress: unknown;
  readonly result: unknown;
  /** Why the last try failed; null where none did. */
  readonly why: string | null;
  readonly addedAt: Instant;
  readonly endedAt: Instant | null;
}

/**
 * A job in the hands of one worker. Where the lease has run out and another has taken the job, every call throws
 * `store.lease-lost` and changes nothing: what was done for it must be kept with `note` or `done`, or be safe to do twice.
 */
export interface Lease {
  readonly job: Job;
  /** Counts how often the job was taken: what is written elsewhere can be refused by it. */
  readonly turn: number;
  /** Keeps it for as long again. */
  renew(): Promise<void>;
  /** Notes how far it has come, for whoever goes on with it. Renews. */
  note(progress: unknown): Promise<void>;
  done(result: unknown): Promise<void>;
  /** Puts it back, to be tried again after so many milliseconds; the last try makes it fail for good. */
  failed(why: string, againMs: number): Promise<void>;
  /** Puts it back without counting the try. */
  release(): Promise<void>;
}

/** Jobs that outlive whoever does them. Times come from the clock that the implementation was given. */
export interface Jobs {
  /** False where the key is known already, whatever has become of it. */
  add(job: JobDraft): Promise<boolean>;
  /** The job that is due longest of these kinds, for so long; undefined where there is none. One worker at a time has it. */
  take(kinds: readonly string[], leaseMs: number): Promise<Lease | undefined>;
  get(key: string): Promise<Job | undefined>;
  /** Of one kind and status, oldest first, at most `limit` (default 100). */
  list(of: { readonly kind?: string; readonly status?: JobStatus; readonly limit?: number }): Promise<readonly Job[]>;
  /** When the next one of these kinds is due, for whoever sleeps until then; undefined where none waits. */
  nextDue(kinds: readonly string[]): Promise<Instant | undefined>;
  /** Forgets what ended before then; their keys may be added again. Resolves to how many. */
  forget(endedBefore: Instant): Promise<number>;
}

/** Raised to a worker whose lease has run out and whose job another has taken since. */
export const leaseLost: ErrorConstructor<{ readonly key: string }> = defineError("store.lease-lost", {
  headline: "Another has taken the job",
  message: ({ key }: { readonly key: string }) =>
    `A job belongs to whoever took it last. "${key}" was taken by another, or has ended, since.`,
});

interface Refused {
  readonly key: string;
  readonly problem: string;
}

export const jobRefused: ErrorConstructor<Refused> = defineError("store.job-refused", {
  headline: "A job that cannot be kept",
  message: ({ key, problem }: Refused) =>
    `A job has a key, a kind, an input of at most 64 KiB, and may be tried at least once. "${key}" has ${problem}.`,
});

/** Characters of an input, as JSON. */
const LARGEST_INPUT = 65_536;
const TRIES = 5;

/** A job as it is kept at first: what was left out is filled in. Throws `store.job-refused`, `store.value-not-json`. */
export function newJob(draft: JobDraft, now: Instant): Job {
  const { key, kind, input, due = now, group = null, tries = TRIES } = draft;
  const refuse = (problem: string): never => {
    throw jobRefused({ key, problem });
  };
  if (key === "") refuse("no key");
  if (kind === "") refuse("no kind");
  if (!Number.isFinite(due)) refuse(`the due time ${due}`);
  if (!(Number.isSafeInteger(tries) && tries >= 1)) refuse(`${tries} tries`);
  if (encodeValue(input ?? null).length > LARGEST_INPUT) refuse("a larger input");
  const untouched = { status: "waiting", tried: 0, progress: null, result: null, why: null } as const;
  return { key, kind, input, due, group, tries, ...untouched, addedAt: now, endedAt: null };
}
