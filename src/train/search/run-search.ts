import { getSnapshot } from "../../data/index.ts";
import {
  choiceParam,
  integerParam,
  isAlidadeError,
  isInsufficient,
  known,
  type Params,
  resolveParams,
  type Space,
} from "../../kernel/index.ts";
import { bestTold, importanceOfParams, searchMethods, type Told } from "../../learn/index.ts";
import { type Provenance, type Registry, type Run, runTaken } from "../../registry/index.ts";
import type { Progress } from "../../report/index.ts";
import type { Blobs, Compute } from "../../store/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { type Dataset, datasetOf } from "../dataset/dataset.ts";
import { headLabel } from "../dataset/head-label.ts";
import { checkLearners } from "../fit/fit-heads.ts";
import { endedEarly } from "../run/ended-early.ts";
import type { AbortSignalLike } from "../run/train.ts";
import { getEvents } from "../snapshot/event-snapshots.ts";
import { type ReadSource, takeSnapshot } from "../snapshot/snapshot.ts";
import { refWith, searchedHead, spaceFor } from "./candidate-head.ts";
import { checkSpace } from "./check-space.ts";
import { searchCurves } from "./curves.ts";
import { allFailed, headUnknown, notASearch, searchChanged, searchRunning } from "./errors.ts";
import { judgeHonestly } from "./honest.ts";
import { nestedPlan, type Study } from "./nested-plan.ts";
import { recordedMetric, settleObjective, shownLoss } from "./objective.ts";
import { searchProgress } from "./progress.ts";
import type { Honest, SearchResult } from "./result.ts";
import { trialRunner, type Workbench } from "./run-trials.ts";
import { definitionKey, SEARCH_DEFAULTS, type SearchSettings, startOf } from "./settings.ts";
import { runStudies } from "./studies.ts";
import { commonInput } from "./trial-input.ts";
import { openBook, type TrialBook } from "./trial-record.ts";

/** What is asked of a search; what is left out has a default. */
export interface SearchRequest
  extends Partial<Pick<SearchSettings, "method" | "trials" | "batch" | "outer" | "inner" | "seed">> {
  /** Default: the only head. */
  readonly head?: string;
  /** Default: the first that fits the head's task. */
  readonly objective?: string;
  /** By head. Default: the learner's usual space. */
  readonly spaces?: Readonly<Record<string, Space>>;
  /** Id of a search to go on with: its own settings count, and no other. */
  readonly resume?: string;
}

export interface SearchDeps {
  readonly read: ReadSource;
  readonly registry: Registry;
  readonly blobs: Blobs;
  readonly compute: Compute;
  readonly progress: Progress;
  /** Milliseconds that only move forward. */
  readonly stopwatch: () => number;
  /** Version of the package. */
  readonly version: string;
  readonly provenance?: Provenance;
  readonly signal?: AbortSignalLike;
  /** Called as soon as the search has a record, so that it can be gone on with. */
  onRun?(run: Run): void;
}

/**
 * Searches for better parameters of one head, and says what its choice is worth on rows that had no part in it. Every
 * trial is kept as it ends; a search that was killed goes on with `resume` and ends as if it had not been. Throws
 * `train.search-*`, `registry.run-unknown`, `registry.run-over`, and the errors of the data and the parameters.
 */
export async function searchParams(
  system: SystemDefinition,
  request: SearchRequest,
  deps: SearchDeps,
): Promise<SearchResult> {
  const started = deps.stopwatch();
  const { run, settings, dataset } =
    request.resume === undefined ? await begin(system, request, deps) : await goOn(system, request.resume, deps);
  deps.onRun?.(run);
  try {
    const found = await searchOn({ system, settings, dataset }, run, deps);
    const result = { ...found, seconds: (deps.stopwatch() - started) / 1000 };
    await deps.registry.endRun(run, {
      status: "finished",
      models: [],
      facts: factsOf(result),
      metrics: metricsOf(system, result),
      curves: searchCurves(result),
    });
    return result;
  } catch (thrown) {
    if (isAlidadeError(thrown, runTaken.code)) throw searchRunning({ id: run.id }, thrown);
    await deps.registry.endRun(run, endedEarly(thrown, deps.signal));
    throw thrown;
  }
}

interface Opened {
  readonly run: Run;
  readonly settings: SearchSettings;
  readonly dataset: Dataset;
}

async function begin(system: SystemDefinition, request: SearchRequest, deps: SearchDeps): Promise<Opened> {
  const settings = settle(system, request);
  const reading = deps.progress.step("Reading the data");
  const { snapshot, events } = await takeSnapshot(system, deps);
  reading.done(`${snapshot.rows.toLocaleString("en-US")} rows`);
  const dataset = datasetOf(system, snapshot.table, events);
  const key = definitionKey(system, settings.head, { snapshot: snapshot.id, version: deps.version });
  const run = await deps.registry.startRun({
    ...{ system: system.name, snapshot: snapshot.id, seed: settings.seed, why: "search", kind: "search" },
    ...{ params: { settings, key }, provenance: deps.provenance ?? null },
  });
  return { run, settings, dataset };
}

function settle(system: SystemDefinition, request: SearchRequest): SearchSettings {
  checkCounts(request);
  checkLearners(system);
  const name = searchedHead(system, request.head);
  const head = known(system.heads[name], "the searched head");
  for (const other of Object.keys(request.spaces ?? {}))
    if (!Object.hasOwn(system.heads, other))
      throw headUnknown({ system: system.name, head: other, known: Object.keys(system.heads) });
  const space = spaceFor(name, head, request.spaces?.[name]);
  checkSpace(system, name, space);
  const { method = "tpe", seed = system.seed } = request;
  const { trials = SEARCH_DEFAULTS.trials, batch = SEARCH_DEFAULTS.batch } = request;
  const { outer = SEARCH_DEFAULTS.outer, inner = SEARCH_DEFAULTS.inner } = request;
  const objective = settleObjective(system, name, request.objective);
  const start = startOf(system, name, space);
  return {
    head: name,
    learner: head.learner.learner,
    method,
    objective,
    trials,
    batch,
    seed,
    outer,
    inner,
    space,
    start,
  };
}

/** Counts of 0 or of no number would end a search before it began. Throws `params.invalid`. */
function checkCounts({ method = "tpe", trials = 1, batch = 1, outer = 1, inner = 2 }: SearchRequest): void {
  resolveParams("a search", COUNTS, { method, trials, batch, outer, inner });
}

const COUNTS: Params = {
  method: choiceParam("tpe", Object.keys(searchMethods), { doc: "How to search." }),
  trials: integerParam(SEARCH_DEFAULTS.trials, { min: 1, max: 100_000, doc: "Points to try in each study." }),
  batch: integerParam(SEARCH_DEFAULTS.batch, { min: 1, max: 10_000, doc: "Trials proposed at a time." }),
  outer: integerParam(SEARCH_DEFAULTS.outer, { min: 1, max: 100, doc: "Parts that judge in turn." }),
  inner: integerParam(SEARCH_DEFAULTS.inner, { min: 2, max: 100, doc: "Folds by which a trial is judged." }),
};

/** The data as they were: from the snapshot, not from the source. */
async function goOn(system: SystemDefinition, id: string, deps: SearchDeps): Promise<Opened> {
  const run = await deps.registry.findRun(system.name, id);
  if (run.kind !== "search") throw notASearch({ id, kind: run.kind });
  const { settings, key } = run.params as { readonly settings: SearchSettings; readonly key: string };
  const snapshot = await getSnapshot(deps.blobs, run.snapshot);
  const isSame =
    system.heads[settings.head] !== undefined &&
    definitionKey(system, settings.head, { snapshot: run.snapshot, version: deps.version }) === key;
  if (!isSame || snapshot === undefined) throw searchChanged({ id });
  // A search whose process was killed still says that it runs, as does one that runs elsewhere. Nobody can tell them
  // apart, so this one takes over: the other is refused its next write and ends.
  const dataset = datasetOf(system, snapshot.table, await getEvents(system, snapshot, deps.blobs));
  return { run: await deps.registry.resumeRun(run), settings, dataset };
}

type Found = Omit<SearchResult, "seconds">;

async function searchOn(
  { system, settings, dataset }: Pick<Workbench, "system" | "settings" | "dataset">,
  run: Run,
  deps: SearchDeps,
): Promise<Found> {
  const head = known(system.heads[settings.head], "the searched head");
  const label = headLabel(dataset, head);
  const bench: Workbench = {
    system,
    settings,
    dataset,
    label,
    common: commonInput(system, { head: settings.head, dataset, label }),
  };
  const studies = nestedPlan(system, dataset, settings);
  const book = await openBook(run, { registry: deps.registry, system, settings, provenance: deps.provenance ?? null });
  const watched = searchProgress(settings, studies, deps.progress);
  const runner = trialRunner(bench, { ...deps, book, onTrial: watched.onTrial });
  const told = await runStudies(studies, settings, runner);
  watched.done();
  for (const study of studies) requireSuccess(study, told.get(study.name) ?? [], book);
  const judging = deps.progress.step("Judging the choice on rows that it has not seen");
  const honest = await judgeHonestly(
    bench,
    { studies, told },
    { ...deps, onProgress: (share) => judging.update(share) },
  );
  judging.done();
  return summed(bench, { run, told, honest });
}

/** Throws `train.search-all-failed`, with the first trial's own words. */
function requireSuccess(study: Study, told: readonly Told[], book: TrialBook): void {
  if (bestTold(told) !== undefined) return;
  const failed = told.find(({ loss }) => loss === null);
  throw allFailed({ trials: told.length, why: (failed && book.get({ study, draft: failed })?.why) ?? "nothing" });
}

interface Ran {
  readonly run: Run;
  readonly told: ReadonlyMap<string, readonly Told[]>;
  readonly honest: Honest;
}

function summed({ system, settings }: Workbench, { run, told, honest }: Ran): Found {
  const all = [...told.values()].flat();
  const mine = known(told.get("all rows"), "the search over all rows");
  const best = known(bestTold(mine), "a best trial");
  const { params } = best;
  return {
    ...{ id: run.id, system: system.name, snapshot: run.snapshot, settings, told: mine, honest },
    best: { params, number: best.number, score: shownLoss(settings.objective, best.loss ?? Number.NaN) },
    learner: refWith(known(system.heads[settings.head], "the searched head").learner, params),
    verdict: verdictOf(honest),
    importance: importanceOfParams(settings.space, mine, settings.seed),
    trials: { run: all.length, failed: all.filter(({ loss }) => loss === null).length },
  };
}

/** The gain over the file's parameters, read at its interval's ends. */
function verdictOf({ rivals }: Honest): SearchResult["verdict"] {
  const gain = known(rivals[0], "the file's parameters").gain;
  if (isInsufficient(gain)) return gain.reason === "zero-variance" ? "no-better" : "unclear";
  if (gain.low > 0) return "better";
  return gain.high < 0 ? "worse" : "unclear";
}

function factsOf({ best, honest, verdict, importance, trials, seconds }: SearchResult): Run["facts"] {
  return { best, honest, verdict, importance, trials, seconds };
}

function metricsOf(
  system: SystemDefinition,
  { settings, honest }: Pick<SearchResult, "settings" | "honest">,
): Readonly<Record<string, number>> {
  const { score } = honest;
  return isInsufficient(score) ? {} : { [recordedMetric(system, settings)]: score.value };
}
