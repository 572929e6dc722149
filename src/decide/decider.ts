import { type Clock, type Ids, isAlidadeError, known, type SignedIds } from "../kernel/index.ts";
import type { ModelPorts } from "../model/index.ts";
import type { DecisionBody, DecisionRecord } from "../records/index.ts";
import type { Registry } from "../registry/index.ts";
import type { Compute, Counters, Journal } from "../store/index.ts";
import type { SystemDefinition } from "../system/index.ts";
import { type Breakers, breakersOf } from "./breakers.ts";
import { type Budgets, budgetsOf, countersHere } from "./budgets.ts";
import { candidatesInvalid, entityInvalid, isCandidateId, MOST_CANDIDATES, questionUnfit } from "./errors.ts";
import { keyText, storedBefore } from "./once.ts";
import type { Online } from "./online/online.ts";
import { onlineMissing } from "./online/online-errors.ts";
import { asksStreams } from "./online/online-plan.ts";
import type { Question } from "./opening.ts";
import { acceptOutcome, type OutcomeReport } from "./outcomes.ts";
import { decideOne } from "./pipeline.ts";
import { type Candidate, type RankQuestion, rankOne } from "./rank.ts";
import type { ServingState } from "./serving-state.ts";
import { type StageTimes, stageClock } from "./stages.ts";
import type { ServingDocument } from "./state/document.ts";
import type { ModelShelf, ShelfFacts } from "./state/model-shelf.ts";
import { type Publisher, publisherOf } from "./state/publisher.ts";
import { type ServedSystems, servedSystems } from "./state/served-systems.ts";
import type { DecisionWatcher } from "./state/watcher.ts";
import { asUnlogged } from "./unlogged.ts";

/** What decisions are made with, whoever says what is served. */
export interface DecidingDeps {
  readonly journal: Journal;
  /** What models may need to be scored and cannot bring along. */
  readonly ports?: ModelPorts | undefined;
  /** Answers the windows over streams; needed where a system asks some. Default: none. */
  readonly online?: Pick<Online, "seen" | "refresh"> | undefined;
  readonly clock: Clock;
  readonly ids: Ids & Partial<Pick<SignedIds, "recognises">>;
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
  /** Lets so many milliseconds pass, for an experiment on what waiting costs. Default: a timer. */
  readonly wait?: ((ms: number) => Promise<void>) | undefined;
}

export interface DeciderDeps extends DecidingDeps {
  readonly registry: Registry;
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
  /** `found` is told the name of the decision's system. Throws `outcomes.decision-unknown`, `outcomes.invalid`. */
  outcome(report: OutcomeReport, found?: (system: string) => void): Promise<"accepted" | "known">;
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
  requireOnline(systems, deps);
  const served = servedSystems(systems, deps);
  const publisher = publisherOf(systems, served, deps);
  await publisher.begin();
  return openDecider({ systems, served, refresh: publisher.refresh }, deps);
}

/** The same by documents that somebody else builds, and goes on handing to `adopt`: without a registry. */
export async function deciderOver(
  systems: readonly SystemDefinition[],
  documents: readonly ServingDocument[],
  deps: DecidingDeps,
): Promise<Decider> {
  requireOnline(systems, deps);
  const served = servedSystems(systems, deps);
  for (const document of documents) await served.adopt(document);
  return openDecider({ systems, served, refresh: async () => false }, deps);
}

function requireOnline(systems: readonly SystemDefinition[], { online }: DecidingDeps): void {
  const unanswered = online === undefined ? systems.find(asksStreams) : undefined;
  if (unanswered !== undefined) throw onlineMissing({ system: unanswered.name });
}

interface Opened {
  readonly systems: readonly SystemDefinition[];
  readonly served: ServedSystems;
  readonly refresh: Publisher["refresh"];
}

function openDecider({ systems, served, refresh }: Opened, deps: DecidingDeps): Decider {
  const room: Room = {
    ...deps,
    budgets: budgetsOf(deps.counters ?? countersHere()),
    breakers: breakersOf(deps.stopwatch),
  };
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
    outcome: (report, found = () => undefined) =>
      acceptOutcome(report, { ...deps, found, system: (name) => systems.find((system) => system.name === name) }),
    adopt: served.adopt,
    refresh: async (name) => {
      const changed = refresh(name);
      await Promise.allSettled([changed]);
      await deps.online?.refresh();
      return await changed;
    },
    models: served.models,
  };
}

/** What decisions are made with, beside what they are about. */
interface Room extends DecidingDeps {
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
  { journal, online: views, clock, ids, stopwatch, watcher, budgets, breakers, wait = pause }: Room,
): Promise<DecisionRecord> {
  const started = stopwatch();
  const entity = entityText(whom);
  const id = key === undefined ? ids.next("dec") : ids.keyed("dec", keyText(state.system.name, key));
  const watched = breakers.watch(state.system);
  const stages = timing === undefined ? undefined : stageClock(stopwatch, watched?.timed);
  const online = views === undefined ? undefined : await views.seen(state.system, entity);
  stages?.seen();
  // The instant as of which its windows were answered, where there are any: who learns from it asks them as of then again.
  const at = online?.at ?? clock.now();
  const question: Question = { id, entity, at, given, online };
  const asked = { ...question, ...watched, ...(stages === undefined ? {} : { timed: stages.timed }) };
  // What was answered before spends nothing again.
  const spends = budgets.has(state.system) && (key === undefined || !(await isStored(journal, id)));
  const spending = { question: asked, decide, at, isRepeatable: key !== undefined };
  // Waited for in either case: what begins together is decided together, and stored together after that.
  const decided = await (spends ? budgets.decide(state, spending) : decide(state, asked));
  stages?.decided();
  const body: DecisionBody = { ...decided, took: stopwatch() - started };
  const record: DecisionRecord = { v: 1, kind: "decision", id, at, subject: entity, body };
  const [status] = await journal.append([record]);
  if (stages !== undefined) timing?.(stages.stored());
  if (status === "known") return await storedBefore(journal, record);
  if (status === "unlogged") return asUnlogged(record);
  const { limits } = body;
  // Asked beside, another release sees the same budgets, and spends nothing of them.
  watcher?.decided({ record, state, ask: (other) => decide(other, { ...question, limits }) });
  if (body.delayed !== undefined && body.delayed > 0) await wait(body.delayed);
  return record;
}

/** Where nobody can look at the moment, it is asked as if it were new: its counter remembers who has taken. */
async function isStored(journal: Journal, id: string): Promise<boolean> {
  try {
    return (await journal.find("decision", id)) !== undefined;
  } catch (thrown) {
    if (isAlidadeError(thrown) && thrown.retryable) return false;
    throw thrown;
  }
}

/** Keeps an answer back that an experiment delays. */
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function checkCandidates(candidates: readonly (Candidate | null | undefined)[]): void {
  if (!Array.isArray(candidates))
    throw candidatesInvalid({ problem: `Got ${JSON.stringify(candidates)?.slice(0, 80)}` });
  const { length } = candidates;
  if (!(length >= 1 && length <= MOST_CANDIDATES)) throw candidatesInvalid({ problem: `Got ${length}` });
  const ids = new Set<string>();
  for (const one of candidates) {
    const id: unknown = one?.id;
    if (!isCandidateId(id)) throw candidatesInvalid({ problem: `Got the id ${JSON.stringify(id)?.slice(0, 80)}` });
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
