import { type Clock, type Ids, isAlidadeError, known } from "../kernel/index.ts";
import type { DecisionBody, DecisionRecord } from "../records/index.ts";
import { initialPlan, type Registry, type TrafficPlan } from "../registry/index.ts";
import type { Journal } from "../store/index.ts";
import type { SystemDefinition } from "../system/index.ts";
import { entityInvalid } from "./errors.ts";
import { loadState } from "./load-state.ts";
import { acceptOutcome, type OutcomeReport } from "./outcomes.ts";
import { decideOne } from "./pipeline.ts";
import type { ServingState } from "./serving-state.ts";

export interface DeciderDeps {
  readonly registry: Registry;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Milliseconds that only move forward, for how long a decision took. */
  readonly stopwatch: () => number;
}

/** Decides for one or more systems, in process and behind a server alike. */
export interface Decider {
  readonly systems: readonly SystemDefinition[];
  /** What a system serves at the moment; undefined for one that is not served here. */
  serving(system: string): ServingState | undefined;
  /** Resolves when the decision is on disk. Throws `data.given-wrong-type`, `decide.entity-invalid`. */
  decide(
    system: SystemDefinition,
    question: { readonly entity: unknown; readonly given: unknown },
  ): Promise<DecisionRecord>;
  /** Throws `outcomes.decision-unknown`, `outcomes.invalid`. */
  outcome(report: OutcomeReport): Promise<"accepted" | "known">;
  /** Takes up what was released since; resolves to whether anything changed. */
  refresh(): Promise<boolean>;
}

/** Opens the systems for deciding. One that was never trained starts with its rule. */
export async function deciderOf(systems: readonly SystemDefinition[], deps: DeciderDeps): Promise<Decider> {
  const states = new Map<string, ServingState>();
  for (const system of systems) states.set(system.name, await currentState(system, deps.registry));
  return {
    systems,
    serving: (name) => states.get(name),
    decide: async (system, question) =>
      decideAndJournal(known(states.get(system.name), `system ${system.name} is served here`), question, deps),
    outcome: (report) =>
      acceptOutcome(report, { ...deps, system: (name) => systems.find((system) => system.name === name) }),
    refresh: async () => {
      const changes = await Promise.all(systems.map((system) => refreshOne(system, states, deps.registry)));
      return changes.includes(true);
    },
  };
}

async function currentState(system: SystemDefinition, registry: Registry): Promise<ServingState> {
  const plan = (await registry.currentPlan(system.name)) ?? (await initialPlan(system, registry));
  return loadState(system, plan, registry);
}

async function refreshOne(
  system: SystemDefinition,
  states: Map<string, ServingState>,
  registry: Registry,
): Promise<boolean> {
  const plan = await registry.currentPlan(system.name);
  if (plan === undefined || !isNewer(plan, states.get(system.name))) return false;
  const next = await loadState(system, plan, registry);
  // Looked up again: another refresh may have been faster, with a plan that is newer still.
  if (!isNewer(plan, states.get(system.name))) return false;
  states.set(system.name, next);
  return true;
}

function isNewer({ version }: TrafficPlan, current: ServingState | undefined): boolean {
  return current === undefined || version > current.plan.version;
}

async function decideAndJournal(
  state: ServingState,
  question: { readonly entity: unknown; readonly given: unknown },
  { journal, clock, ids, stopwatch }: DeciderDeps,
): Promise<DecisionRecord> {
  const started = stopwatch();
  const entity = entityText(question.entity);
  const id = ids.next("dec");
  const body: DecisionBody = {
    ...decideOne(state, { id, entity, given: question.given }),
    took: stopwatch() - started,
  };
  const record: DecisionRecord = { v: 1, kind: "decision", id, at: clock.now(), subject: entity, body };
  await journal.append([record]);
  return record;
}

function entityText(entity: unknown): string {
  const text = typeof entity === "number" && Number.isSafeInteger(entity) ? String(entity) : entity;
  if (typeof text !== "string" || text.length === 0 || text.length > 256)
    throw entityInvalid({ got: JSON.stringify(entity)?.slice(0, 80) ?? "nothing" });
  return text;
}

/** Whether an error is the caller's: it named something wrong, and trying again with the same words will not help. */
export function isCallersMistake(thrown: unknown): boolean {
  return isAlidadeError(thrown) && /^(data\.given|decide\.entity|outcomes\.)/.test(thrown.code);
}
