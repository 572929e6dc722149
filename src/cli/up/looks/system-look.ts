import type { Clock, Instant } from "../../../kernel/index.ts";
import type { Registry } from "../../../registry/index.ts";
import type { State } from "../../../store/index.ts";
import { type Alert, alertBook, readBook, retrainOf, silencing, type TriggerFacts } from "../../../watch/index.ts";
import { inOrder } from "../../alerts/alert-table.ts";
import { type MonitorsCase, monitorsLook } from "../../monitors/monitors-look.ts";
import { watchBook } from "../kept-watch.ts";
import type { SystemLook, TrafficLook } from "../look.ts";
import { comparedIn } from "../watch/held-against.ts";
import type { SystemWatch, WatchNow } from "../watch/open-watch.ts";
import { loopLook } from "./loop-look.ts";
import { servesLook } from "./serves-look.ts";
import { type EarnedDay, valueLook } from "./value-look.ts";

export interface SystemLookDeps {
  readonly state: Pick<State, "records" | "blobs">;
  readonly registry: Registry;
  readonly clock: Clock;
  /** Whether loops may begin by themselves in this process. */
  readonly retrains: boolean;
  /** What its days have earned, as far as its periods were taken. */
  readonly days: (through: Instant | undefined) => Promise<readonly EarnedDay[]>;
  /** What the triggers of a system are judged by; undefined where nobody knows. */
  readonly facts: (system: string) => Promise<TriggerFacts | undefined>;
}

const NO_TRAFFIC: TrafficLook = { perMinute: [], p50: null, p99: null, failed: 0 };
const DAY = 86_400_000;

/** All that is shown of one system now. */
export async function systemLook(watch: SystemWatch, deps: SystemLookDeps): Promise<SystemLook> {
  const { state, registry, clock, retrains } = deps;
  const { system, now: under } = watch;
  const { name } = system;
  const now = clock.now();
  const alarms = await watch.alarms();
  const isOn = retrains && system.retrain !== undefined;
  return {
    name,
    serves: await servesLook(name, registry, now),
    traffic: under?.traffic.read(now) ?? NO_TRAFFIC,
    value: valueLook(system, await deps.days(under?.kept?.through), under?.promised),
    labels: under === undefined ? await labelsKept(name, deps, now) : labelsOf(under, now),
    monitors: monitorsLook({ system, alarms, ...(await monitorsNow(watch, deps)) }),
    alerts: await openAlerts(name, deps),
    loop: loopLook({
      ...{ isOn, now, retrain: retrainOf(system), book: (await readBook(state.records, name)).book },
      facts: isOn ? await deps.facts(name) : undefined,
    }),
  };
}

/** What they know here; where another process watches, what that one has kept. */
async function monitorsNow(
  { system, now: under }: SystemWatch,
  { state }: Pick<SystemLookDeps, "state">,
): Promise<Pick<MonitorsCase, "state" | "reference" | "without">> {
  if (under === undefined) {
    const book = watchBook(state);
    const { kept } = await book.read(system.name);
    const { reference = null, without } = kept ?? {};
    return { state: await book.monitors(kept), reference, ...(without === undefined ? {} : { without }) };
  }
  return { state: under.run.state, ...comparedIn(under.held) };
}

/** What was kept of earlier periods, and what came since. */
function labelsOf({ kept, traffic }: WatchNow, now: number): SystemLook["labels"] {
  const through = Math.min(kept?.through ?? 0, now);
  const since = traffic.outcomes(through, now + DAY);
  const day = Math.floor(now / DAY) * DAY;
  const before = kept?.labels.day === day ? kept.labels.today : 0;
  return {
    today: before + traffic.outcomes(Math.max(day, through), now + DAY),
    total: (kept?.labels.total ?? 0) + since,
  };
}

/** What the process that watches instead has kept: up to the end of its last period. */
async function labelsKept(
  system: string,
  { state }: Pick<SystemLookDeps, "state">,
  now: number,
): Promise<SystemLook["labels"]> {
  const labels = (await watchBook(state).read(system)).kept?.labels;
  if (labels === undefined) return null;
  return { today: labels.day === Math.floor(now / DAY) * DAY ? labels.today : 0, total: labels.total };
}

/** The loudest first; those that are silenced last. */
async function openAlerts(
  system: string,
  { state, clock }: Pick<SystemLookDeps, "state" | "clock">,
): Promise<readonly Alert[]> {
  const book = alertBook({ state, clock, who: "alidade" });
  const silences = await book.silences(system);
  const now = clock.now();
  const open = (await book.alerts({ system, limit: MOST })).filter(
    ({ status }) => status === "open" || status === "acknowledged",
  );
  const isSilent = (alert: Alert): boolean => silencing(alert, silences, now) !== undefined;
  const ordered = inOrder(open);
  return [...ordered.filter((alert) => !isSilent(alert)), ...ordered.filter(isSilent)];
}

/** Older ones than the newest so many are listed by `alidade alerts`. */
const MOST = 100;
