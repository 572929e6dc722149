import { type Instant, isAlidadeError } from "../../../kernel/index.ts";
import { type Jobs, type Lease, leaseLost } from "../../../store/index.ts";

/** A process that watches a system. */
export interface Holder {
  readonly pid: number;
  /** Name of its machine. */
  readonly host: string;
  readonly since: Instant;
}

/** The right to watch a system: one process at a time has it. */
export interface Hold {
  /** Whether it is held here; takes it where nobody has it. */
  take(): Promise<boolean>;
  /** Who took it last; undefined where nobody has said so. */
  holder(): Promise<Holder | undefined>;
  /** Keeps it for as long again; to be called well before the lease runs out. */
  renew(): Promise<void>;
  /** Gives it to whoever waits. */
  release(): Promise<void>;
}

export interface HoldOptions {
  readonly system: string;
  readonly leaseMs: number;
  /** Who asks here, now. */
  readonly self: () => Holder;
}

/**
 * A lease on watching a system, as a job that is never done. A killed process loses it after so many milliseconds; what it had
 * not finished then is found by what it kept. Nothing rests on the lease alone: what a period brings is kept once, whoever takes it.
 */
export function openHold(jobs: Jobs, { system, leaseMs, self }: HoldOptions): Hold {
  const kind = `watch.hold/${system}`;
  let lease: Lease | undefined;
  return {
    async take() {
      if (lease !== undefined) return true;
      await jobs.add({ key: kind, kind, input: { system }, tries: Number.MAX_SAFE_INTEGER });
      lease = await jobs.take([kind], leaseMs);
      // Who it is can be said later; who holds it and does not know would keep everybody from watching.
      await lease?.note(self()).catch(() => undefined);
      return lease !== undefined;
    },
    holder: async () => ((await jobs.get(kind))?.progress as Holder | null | undefined) ?? undefined,
    async renew() {
      try {
        await lease?.renew();
      } catch (thrown) {
        if (!isAlidadeError(thrown, leaseLost.code)) throw thrown;
        lease = undefined;
      }
    },
    async release() {
      const held = lease;
      lease = undefined;
      // Whoever has taken it since keeps it.
      await held?.release().catch(() => undefined);
    },
  };
}
