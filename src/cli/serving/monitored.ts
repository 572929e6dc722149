import type { Clock, Instant } from "../../kernel/index.ts";
import type { MonitoredSystem } from "../../server/index.ts";
import type { State } from "../../store/index.ts";
import type { Invocation } from "../calling/command.ts";

/** Milliseconds for which what was read is told again: collectors ask as often as they like. */
const FRESH_MS = 5_000;

interface Read extends Omit<MonitoredSystem, "age"> {
  readonly lookedAt: Instant | null;
}

/**
 * How the systems of a state are watched, as whoever watches keeps it. A state that cannot be read for a moment is told as it was:
 * numbers must not fail because of it.
 */
export function monitoredIn(
  state: Pick<State, "records" | "blobs">,
  { clock, who }: Pick<Invocation, "clock" | "who">,
): () => Promise<readonly MonitoredSystem[]> {
  let known: readonly Read[] = [];
  let readAt = Number.NEGATIVE_INFINITY;
  return async () => {
    const now = clock.now();
    // A clock that was set back makes nothing fresh.
    if (now < readAt || now - readAt >= FRESH_MS) {
      readAt = now;
      known = await readAll(state, { clock, who }).catch(() => known);
    }
    return known.map(({ lookedAt, ...rest }) => ({
      ...rest,
      age: lookedAt === null ? null : Math.max(0, now - lookedAt) / 1_000,
    }));
  };
}

async function readAll(
  state: Pick<State, "records" | "blobs">,
  around: { readonly clock: Clock; readonly who: string },
): Promise<readonly Read[]> {
  const [{ registryOf }, { alertBook }, { watchBook }] = await Promise.all([
    import("../../registry/index.ts"),
    import("../../watch/index.ts"),
    import("../up/kept-watch.ts"),
  ]);
  const context = { state, ...around };
  const [alerts, watches] = [alertBook(context), watchBook(state)];
  const systems = await registryOf(context).systems();
  return await Promise.all(
    systems.map(async (system) => {
      const open = await alerts.alerts({ system, status: "open" });
      const countOf = (level: string): number => open.filter((alert) => alert.level === level).length;
      return {
        system,
        open: { page: countOf("page"), warning: countOf("warning"), notice: countOf("notice") },
        inAlarm: (await watches.read(system)).kept?.inAlarm.length ?? null,
        lookedAt: (await watches.beat(system))?.at ?? null,
      };
    }),
  );
}
