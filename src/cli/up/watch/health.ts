import type { Clock, Instant } from "../../../kernel/index.ts";
import type { HealthSeen, Seen } from "../../../watch/index.ts";

interface Sample {
  readonly at: Instant;
  readonly cpuSeconds: number;
  readonly memory: number;
}

/** What this process uses, sampled now and then. */
export interface ProcessHealth {
  sample(): void;
  /** Over a period through which it ran; undefined of one in which it began, for nobody knows of the rest. */
  over(period: Pick<Seen, "from" | "to">): HealthSeen | undefined;
}

/** Samples of so many are kept: of a day at one each ten seconds. */
const MOST = 8_640;

/** Watches the process that this runs in. */
export function processHealth(clock: Clock): ProcessHealth {
  let samples: readonly Sample[] = [];
  return {
    sample() {
      const { user, system } = process.cpuUsage();
      const memory = process.memoryUsage.rss();
      samples = [...samples.slice(1 - MOST), { at: clock.now(), cpuSeconds: (user + system) / 1e6, memory }];
    },
    over: ({ from, to }) => {
      const first = samples.findLast(({ at }) => at <= from);
      const inside = samples.filter(({ at }) => at > from && at <= to);
      const last = inside.at(-1);
      if (first === undefined || last === undefined) return undefined;
      return {
        // Requests and their failures are told by decisions and their reasons.
        ...{ requests: 0, failed: 0, readyMs: to - from },
        cpuSeconds: last.cpuSeconds - first.cpuSeconds,
        memory: inside.reduce((most, { memory }) => Math.max(most, memory), 0),
      };
    },
  };
}
