import { type Clock, type Ids, isAlidadeError, known } from "../kernel/index.ts";
import type { ModelPorts } from "../model/index.ts";
import type { DecisionBody, DecisionRecord } from "../records/index.ts";
import { initialPlan, type Registry } from "../registry/index.ts";
import type { Compute, Counters, Journal } from "../store/index.ts";
import type { SystemDefinition } from "../system/index.ts";
import { type Breakers, breakersOf } from "./breakers.ts";
import { type Budgets, budgetsOf, countersHere } from "./budgets.ts";
import { candidatesInvalid, entityInvalid, MOST_CANDIDATES, questionUnfit } from "./errors.ts";
import { keyedId, storedBefore } from "./once.ts";
import type { Online } from "./online/online.ts";
import { onlineMissing } from "./online/online-errors.ts";
import { asksStreams } from "./online/online-plan.ts";
import type { Question } from "./opening.ts";
import { acceptOutcome, type OutcomeReport } from "./outcomes.ts";
import { decideOne } from "./pipeline.ts";
import { type Candidate, type RankQuestion, rankOne } from "./rank.ts";
import type { ServingState } from "./serving-state.ts";
import { type StageTimes, stageClock } from "./stages.ts";
import { type ServingDocument, servingDocument } from "./state/document.ts";
import type { ModelShelf, ShelfFacts } from "./state/model-shelf.ts";
import { type ServedSystems, servedSystems } from "./state/served-systems.ts";
import type { DecisionWatcher } from "./state/watcher.ts";

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
  /** Where opened models are kept, and how many. Default: a shelf of 512 MiB. */
  readonly shelf?: ModelShelf | undefined;
  /** Where large models are decoded, so that no decision waits meanwhile. Default: here. */
  readonly compute?: Compute | undefined;
  /** Count what is limited in a window of time. Default: counters of this process alone, which a restart forgets. */
  readonly counters?: Pick<Counters, "take"> | undefined;
  /** Is told of every decision once it is stored. Default: nobody. */
  readonly watcher?: DecisionWatcher | undefined;
}

/** How a question is asked. */
export interface Asking {
  /** The caller's own name for the question; the same again gives the same decision. */
  readonly key?: string | undefined;
  /** Is told how long the decision was in each of its stages. */
  readonly timing?: ((times: StageTimes) => void) | undefined;
}

/** Decides for one or more systems, in process and behind a server alike. */
export interface Decider {
  readonly systems: readonly SystemDefinition[];
  /** What a system serves at the moment; undefined for one that is not served here. */
  serving(system: string): ServingState | undefined;
  /**
   * Resolves when the decision is on disk. The same key again, and the same question, give the decision that was made
   * first; another question is refused (`decide.key-reused`). Throws `data.given-wrong-type`, `decide.entity-invalid`,
   * `decide.question-unfit`.
   */
  decide(
    system: SystemDefinition,
    question: { readonly entity: unknown; readonly given: unknown } & Asking,
  ): Promise<DecisionRecord>;
  /**
   * Orders candidates; resolves when the decision is on disk. Throws `decide.question-unfit`,
   * `decide.candidates-invalid` and what `decide` throws.
   */
  rank(
    system: SystemDefinition,
    question: {
      readonly entity: unknown;
      readonly given: unknown;
      readonly candidates: readonly Candidate[];
      /** Of candidates that were gathered here: what came of each source. */
      readonly sources?: RankQuestion["sources"];
    } & Asking,
  ): Promise<DecisionRecord>;
  /** Throws `outcomes.decision-unknown`, `outcomes.invalid`. */
  outcome(report: OutcomeReport): Promise<"accepted" | "known">;
  /**
   * Takes up what was released since, of one system where it is named; resolves to whether anything changed. What cannot be
   * taken up changes nothing. Throws `decide.release-unusable` and what the registry throws.
   */
  refresh(system?: string): Promise<boolean>;
  /** Takes up a document from whoever builds them; false when what is served is as new. Throws `decide.release-unusable`. */
  adopt(document: ServingDocument): Promise<boolean>;
  /** What is in memory of the models. */
  models(): ShelfFacts;
}

/** Opens the systems for deciding. One that was never trained starts with its rule. */
export async function deciderOf(systems: readonly SystemDefinition[], deps: DeciderDeps): Promise<Decider> {
  const unanswered = deps.online === undefined ? systems.find(asksStreams) : undefined;
  if (unanswered !== undefined) throw onlineMissing({ system: unanswered.name });
  const served = servedSystems(systems, deps);
  const room: Room = {
    ...deps,
    budgets: budgetsOf(deps.counters ?? countersHere()),
    breakers: breakersOf(deps.stopwatch),
  };
  for (const system of systems) await served.adopt(await firstDocument(system, deps));
  const stateOf = ({ name }: SystemDefinition): ServingState =>
    known(served.state(name), `system ${name} is served here`);
  return {
    systems,
    serving: served.state,
    decide: async (system, question) => {
      if (system.policy.policy === "rank-by") throw questionUnfit({ system: system.name, ranks: true });
      return journalled(stateOf(system), { ...question, decide: decideOne }, room);
    },
    rank: async (system, { candidates, sources, ...question }) => {
      if (system.policy.policy !== "rank-by") throw questionUnfit({ system: system.name, ranks: false });
      checkCandidates(candidates);
      const decide: Work["decide"] = (state, asked) => rankOne(state, { ...asked, candidates, sources });
      return journalled(stateOf(system), { ...question, decide }, room);
    },
    outcome: (report) =>
      acceptOutcome(report, { ...deps, system: (name) => systems.find((system) => system.name === name) }),
    adopt: served.adopt,
    refresh: async (name) => {
      const asked = systems.filter((system) => name === undefined || system.name === name);
      const settled = await Promise.allSettled(asked.map((system) => refreshOne(system, served, deps)));
      await deps.online?.refresh();
      const failed = settled.find(({ status }) => status === "rejected");
      if (failed !== undefined) throw (failed as PromiseRejectedResult).reason;
      return settled.some((one) => one.status === "fulfilled" && one.value);
    },
    models: served.models,
  };
}

async function firstDocument(system: SystemDefinition, { registry, compute }: DeciderDeps): Promise<ServingDocument> {
  const plan = (await registry.currentPlan(system.name)) ?? (await initialPlan(system, registry));
  return servingDocument(system.name, plan, { registry, compute });
}

async function refreshOne(
  { name }: SystemDefinition,
  served: ServedSystems,
  { registry, compute }: DeciderDeps,
): Promise<boolean> {
  const plan = await registry.currentPlan(name);
  const before = served.document(name);
  if (plan === undefined || plan.version <= (before?.epoch ?? 0)) return false;
  return served.adopt(await servingDocument(name, plan, { registry, before, compute }));
}

/** What decisions are made with, beside what they are about. */
interface Room extends DeciderDeps {
  readonly budgets: Budgets;
  readonly breakers: Breakers;
}

interface Work extends Asking {
  readonly entity: unknown;
  readonly given: unknown;
  readonly decide: (state: ServingState, question: Question) => Omit<DecisionBody, "took">;
}

async function journalled(
  state: ServingState,
  { decide, entity: whom, given, key, timing }: Work,
  { journal, online: views, clock, ids, stopwatch, watcher, budgets, breakers }: Room,
): Promise<DecisionRecord> {
  const started = stopwatch();
  const entity = entityText(whom);
  const id = key === undefined ? ids.next("dec") : keyedId(state.system.name, key);
  const watched = breakers.watch(state.system);
  const stages = timing === undefined ? undefined : stageClock(stopwatch, watched?.timed);
  const online = await views?.seen(state.system, entity);
  stages?.seen();
  const question: Question = { id, entity, given, online };
  // The instant as of which its windows were answered, where there are any: who learns from it asks them as of then again.
  const at = online?.at ?? clock.now();
  const asked = { ...question, ...watched, ...(stages === undefined ? {} : { timed: stages.timed }) };
  const decided = await budgets.decide(state, { question: asked, decide, at });
  stages?.decided();
  const body: DecisionBody = { ...decided, took: stopwatch() - started };
  const record: DecisionRecord = { v: 1, kind: "decision", id, at, subject: entity, body };
  const [status] = await journal.append([record]);
  if (stages !== undefined) timing?.(stages.stored());
  if (status === "known") return await storedBefore(journal, record);
  if (status === "unlogged") return { ...record, body: { ...body, reasons: [...body.reasons, "journal.unlogged"] } };
  const { limits } = body;
  // Asked beside, another release sees the same budgets, and spends nothing of them.
  watcher?.decided({ record, state, ask: (other) => decide(other, { ...question, limits }) });
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
