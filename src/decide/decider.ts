import { type Clock, type Ids, isAlidadeError, known } from "../kernel/index.ts";
import type { ModelPorts } from "../model/index.ts";
import type { DecisionBody, DecisionRecord } from "../records/index.ts";
import { initialPlan, type Registry, type TrafficPlan } from "../registry/index.ts";
import type { Journal } from "../store/index.ts";
import type { SystemDefinition } from "../system/index.ts";
import { candidatesInvalid, entityInvalid, MOST_CANDIDATES, questionUnfit } from "./errors.ts";
import { type LoadDeps, loadState } from "./load-state.ts";
import type { Online } from "./online/online.ts";
import { onlineMissing } from "./online/online-errors.ts";
import { asksStreams } from "./online/online-plan.ts";
import type { Question } from "./opening.ts";
import { acceptOutcome, type OutcomeReport } from "./outcomes.ts";
import { decideOne } from "./pipeline.ts";
import { type Candidate, rankOne } from "./rank.ts";
import type { ServingState } from "./serving-state.ts";

export interface DeciderDeps {
  readonly registry: Registry;
  readonly journal: Journal;
  /** What models may need to be scored and cannot bring along. */
  readonly ports?: ModelPorts;
  /** Answers the windows over streams; needed where a system asks some. Default: none. */
  readonly online?: Pick<Online, "seen" | "refresh"> | undefined;
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
  /** Resolves when the decision is on disk. Throws `data.given-wrong-type`, `decide.entity-invalid`, `decide.question-unfit`. */
  decide(
    system: SystemDefinition,
    question: { readonly entity: unknown; readonly given: unknown },
  ): Promise<DecisionRecord>;
  /**
   * Orders candidates; resolves when the decision is on disk. Throws `decide.question-unfit`,
   * `decide.candidates-invalid` and what `decide` throws.
   */
  rank(
    system: SystemDefinition,
    question: { readonly entity: unknown; readonly given: unknown; readonly candidates: readonly Candidate[] },
  ): Promise<DecisionRecord>;
  /** Throws `outcomes.decision-unknown`, `outcomes.invalid`. */
  outcome(report: OutcomeReport): Promise<"accepted" | "known">;
  /** Takes up what was released since; resolves to whether anything changed. */
  refresh(): Promise<boolean>;
}

/** Opens the systems for deciding. One that was never trained starts with its rule. */
export async function deciderOf(systems: readonly SystemDefinition[], deps: DeciderDeps): Promise<Decider> {
  const states = new Map<string, ServingState>();
  const unanswered = deps.online === undefined ? systems.find(asksStreams) : undefined;
  if (unanswered !== undefined) throw onlineMissing({ system: unanswered.name });
  for (const system of systems) states.set(system.name, await currentState(system, deps));
  const stateOf = ({ name }: SystemDefinition): ServingState =>
    known(states.get(name), `system ${name} is served here`);
  return {
    systems,
    serving: (name) => states.get(name),
    decide: async (system, question) => {
      if (system.policy.policy === "rank-by") throw questionUnfit({ system: system.name, ranks: true });
      return journalled(stateOf(system), { ...question, decide: decideOne }, deps);
    },
    rank: async (system, { candidates, ...question }) => {
      if (system.policy.policy !== "rank-by") throw questionUnfit({ system: system.name, ranks: false });
      checkCandidates(candidates);
      const decide: Work["decide"] = (state, asked) => rankOne(state, { ...asked, candidates });
      return journalled(stateOf(system), { ...question, decide }, deps);
    },
    outcome: (report) =>
      acceptOutcome(report, { ...deps, system: (name) => systems.find((system) => system.name === name) }),
    refresh: async () => {
      const changes = await Promise.all(systems.map((system) => refreshOne(system, states, deps)));
      await deps.online?.refresh();
      return changes.includes(true);
    },
  };
}

async function currentState(system: SystemDefinition, deps: LoadDeps): Promise<ServingState> {
  const { registry } = deps;
  const plan = (await registry.currentPlan(system.name)) ?? (await initialPlan(system, registry));
  return loadState(system, plan, deps);
}

async function refreshOne(
  system: SystemDefinition,
  states: Map<string, ServingState>,
  deps: LoadDeps,
): Promise<boolean> {
  const plan = await deps.registry.currentPlan(system.name);
  if (plan === undefined || !isNewer(plan, states.get(system.name))) return false;
  const next = await loadState(system, plan, deps);
  // Looked up again: another refresh may have been faster, with a plan that is newer still.
  if (!isNewer(plan, states.get(system.name))) return false;
  states.set(system.name, next);
  return true;
}

function isNewer({ version }: TrafficPlan, current: ServingState | undefined): boolean {
  return current === undefined || version > current.plan.version;
}

interface Work {
  readonly entity: unknown;
  readonly given: unknown;
  readonly decide: (state: ServingState, question: Question) => Omit<DecisionBody, "took">;
}

async function journalled(
  state: ServingState,
  { decide, entity: whom, given }: Work,
  { journal, online: views, clock, ids, stopwatch }: DeciderDeps,
): Promise<DecisionRecord> {
  const started = stopwatch();
  const entity = entityText(whom);
  const id = ids.next("dec");
  const online = await views?.seen(state.system, entity);
  const body: DecisionBody = { ...decide(state, { id, entity, given, online }), took: stopwatch() - started };
  // The instant as of which its windows were answered, where there are any: who learns from it asks them as of then again.
  const record: DecisionRecord = { v: 1, kind: "decision", id, at: online?.at ?? clock.now(), subject: entity, body };
  await journal.append([record]);
  return record;
}

function checkCandidates(candidates: readonly Candidate[]): void {
  const { length } = candidates;
  if (!(length >= 1 && length <= MOST_CANDIDATES)) throw candidatesInvalid({ problem: `Got ${length}` });
  const ids = new Set<string>();
  for (const { id } of candidates) {
    if (typeof id !== "string" || id.length === 0 || id.length > 256)
      throw candidatesInvalid({ problem: `Got the id ${JSON.stringify(id)?.slice(0, 80)}` });
    if (ids.has(id)) throw candidatesInvalid({ problem: `Got "${id.slice(0, 80)}" twice` });
    ids.add(id);
  }
}

function entityText(entity: unknown): string {
  const text = typeof entity === "number" && Number.isSafeInteger(entity) ? String(entity) : entity;
  if (typeof text !== "string" || text.length === 0 || text.length > 256)
    throw entityInvalid({ got: JSON.stringify(entity)?.slice(0, 80) ?? "nothing" });
  return text;
}

/** Whether an error is the caller's: it named something wrong, and trying again with the same words will not help. */
export function isCallersMistake(thrown: unknown): boolean {
  return isAlidadeError(thrown) && /^(data\.given|decide\.(entity|question|candidates)|outcomes\.)/.test(thrown.code);
}
