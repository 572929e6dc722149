import type { Decider } from "../../decide/index.ts";
import { isAlidadeError, wallClock } from "../../kernel/index.ts";
import { versionStale } from "../../registry/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { isUnderWay, rolloutStep, takeStep } from "../../watch/index.ts";
import type { Log } from "../log.ts";
import type { ManageOptions, Publish, Watches } from "./manage.ts";

/** Looks after the canaries of the systems that are served. */
export interface Canaries {
  /** Stops and waits for a look under way. */
  stop(): Promise<void>;
}

export interface CanaryDeps {
  readonly manage: ManageOptions | undefined;
  /** What canaries are judged by. Default: nothing, and they stay as they are. */
  readonly seen: Pick<Watches, "watched"> | undefined;
  readonly publish: Publish;
  readonly log: Log;
}

/** Whose name the steps of canaries bear in the history. */
const WHO = "alidade";

/** Looks again and again, never twice at once. Without somebody who watches, canaries stay as they are. */
export function startCanaries(decider: Pick<Decider, "systems" | "serving">, deps: CanaryDeps): Canaries {
  if (deps.manage === undefined || deps.seen === undefined) return { stop: async () => undefined };
  let running: Promise<void> | undefined;
  const look = async (): Promise<void> => {
    for (const system of decider.systems) {
      try {
        await lookAfter(system, decider, deps);
      } catch (thrown) {
        // Another server took the step: it is taken up like any other change.
        if (!isAlidadeError(thrown, versionStale.code))
          deps.log.error({ err: thrown, system: system.name }, "cannot look after a canary");
      }
    }
    running = undefined;
  };
  const timer = setInterval(() => {
    running ??= look();
  }, deps.manage.everyMs ?? 1_000);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}

async function lookAfter(
  system: SystemDefinition,
  decider: Pick<Decider, "serving">,
  { manage, seen, publish, log }: CanaryDeps,
): Promise<void> {
  const plan = decider.serving(system.name)?.plan;
  if (plan === undefined || manage === undefined || !isUnderWay(plan)) return;
  const watched = await seen?.watched(system.name);
  const step = rolloutStep(system, plan, { watched, now: (manage.clock ?? wallClock).now() });
  if (step === undefined || step.kind === "stay") return;
  const next = await takeStep(system, { plan, step }, await manage.registry(WHO));
  if (next === undefined) return;
  log.warn({ system: system.name, plan: next.version, why: step.why }, `a canary was told to ${step.kind}`);
  await publish(system.name, next.version);
}
