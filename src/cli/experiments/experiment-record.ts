import { known } from "../../kernel/index.ts";
import type { Registry, TrafficPlan } from "../../registry/index.ts";
import { experimentNotRunning, experimentUnknown } from "./experiment-errors.ts";

/** What was settled when an experiment began, before anybody could look. */
export interface StartFacts {
  /** What each arm serves: `rule`, or a model id. */
  readonly control: string;
  readonly treatment: string;
  /** The part of those who take part that is not in the control. */
  readonly share: number;
  /** Entities planned, all arms together; null when nobody planned a size. */
  readonly units: number | null;
  /** Absent in experiments from before there was more than one. */
  readonly design?: string;
  readonly namespace?: string;
  /** The part of the entities that takes part. */
  readonly traffic?: number;
}

const STARTED = "experiment.started";
const STOPPED = "experiment.stopped";

/** Keeps in the history what an experiment was started with. */
export async function noteStart(
  registry: Registry,
  {
    system,
    name,
    why,
    ...facts
  }: StartFacts & { readonly system: string; readonly name: string; readonly why: string },
): Promise<void> {
  await registry.note(system, { what: STARTED, subject: name, why, facts: { ...facts } });
}

/** Keeps in the history which arm an experiment ended with. */
export async function noteStop(
  registry: Registry,
  { system, name, why, keep }: Readonly<Record<"system" | "name" | "why" | "keep", string>>,
): Promise<void> {
  await registry.note(system, { what: STOPPED, subject: name, why, facts: { keep } });
}

/** What the experiment of that name was last started with; undefined when it was not started by this command. */
export async function startedWith(registry: Registry, system: string, name: string): Promise<StartFacts | undefined> {
  const events = await registry.history(system);
  const start = events.findLast(({ what, subject }) => what === STARTED && subject === name);
  return start?.facts as StartFacts | undefined;
}

/** The last traffic plan that ran the experiment. Throws `cli.input.experiment-unknown`. */
export async function planWith(registry: Registry, system: string, name: string): Promise<TrafficPlan> {
  const plans = await registry.planHistory(system);
  const found = plans.findLast((plan) => runs(plan, name));
  if (found !== undefined) return found;
  const all = plans.flatMap(({ allocations }) => allocations.flatMap(({ experiment }) => experiment ?? []));
  throw experimentUnknown({ system, name, known: [...new Set(all)] });
}

/**
 * The current plan, which runs the experiment. Throws `cli.input.experiment-unknown`, `cli.input.experiment-not-running`.
 */
export async function planRunning(registry: Registry, system: string, name: string): Promise<TrafficPlan> {
  const last = await planWith(registry, system, name);
  const plans = await registry.planHistory(system);
  const current = known(plans.at(-1), `a plan of ${system}`);
  if (runs(current, name)) return current;
  const { version, at } = known(
    plans.find((plan) => plan.version === last.version + 1),
    `plan ${last.version + 1} of ${system}`,
  );
  throw experimentNotRunning({ system, name, version, at });
}

/** From the plan that began an experiment to the plan that ended it, or to now; milliseconds since 1970. */
export function ranBetween(
  plans: readonly TrafficPlan[],
  name: string,
  now: number,
): { readonly from: number; readonly until: number } {
  const first = plans.findIndex((plan) => runs(plan, name));
  const last = plans.findLastIndex((plan) => runs(plan, name));
  const from = plans[first]?.at ?? now - 1;
  return { from, until: Math.max(from + 1, plans[last + 1]?.at ?? now) };
}

function runs({ allocations }: TrafficPlan, name: string): boolean {
  return allocations.some(({ experiment }) => experiment === name);
}
