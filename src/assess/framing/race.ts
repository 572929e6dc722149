import type { Table } from "../../data/index.ts";
import { isAlidadeError, known } from "../../kernel/index.ts";
import type { Estimated } from "../../stats/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { fitHeads, labelConstant, labelPoor, readUnderContract } from "../../train/index.ts";
import type { AssessDeps } from "../deps.ts";
import { meanGain } from "../worth.ts";
import { type AddedFraming, addedFraming } from "./added.ts";
import { type Bench, benchOf } from "./bench.ts";
import { costsOf, type FramingCosts } from "./costs.ts";
import { declaredFraming } from "./declared.ts";
import { derivedFramings } from "./derive/derive.ts";
import { framedBy, type Numbering, numberingBy } from "./framed.ts";
import type { Framing, Untried } from "./framing.ts";
import { type NewClasses, newClassesOf } from "./new-classes.ts";
import { learningFactor, pairedGain } from "./paired.ts";
import { choiceOf, type FramingChoice } from "./recommend.ts";
import { type Referee, refereeFor } from "./referee.ts";
import { planLike, saidBy } from "./said.ts";

/** One framing after the race. */
export interface RacedFraming extends Pick<Framing, "name" | "origin" | "task" | "onNewClass" | "upkeep"> {
  /** Money per decision under the declared objective. */
  readonly perDecision: Estimated;
  /** The same, less the declared framing's and less the rule's, on the same decisions; null of the declared one itself. */
  readonly overDeclared: Estimated | null;
  readonly overRule: Estimated;
  /** Money per decision where the true class was not in what was learned from; null where there are none. */
  readonly onNewClasses: Estimated | null;
  readonly costs: FramingCosts;
}

/** The same problem stated in several ways, judged on the same unseen decisions. */
export interface FramingRace {
  readonly system: string;
  readonly currency: string;
  /** Assumed while nobody has stated the objective, or its effect is. */
  readonly basis: "measured" | "assumed";
  readonly split: string;
  /** Judged decisions that all framings answer. */
  readonly decisions: number;
  readonly sampledRows: number | null;
  /** The declared one first. */
  readonly framings: readonly RacedFraming[];
  readonly untried: readonly Untried[];
  /** Classes that what was learned from does not know; null for systems that have none. */
  readonly newClasses: { readonly names: readonly string[]; readonly decisions: number } | null;
  readonly choice: FramingChoice;
  /** Why nothing was compared; null when something was. */
  readonly refused: string | null;
}

/**
 * Runs a race of framings: the declared system, what can be derived from it, and what its file adds. Too few examples are an
 * answer; throws the errors of reading, and `assess.framing-unfit`, `assess.framings-uneven`.
 */
export async function raceFramings(
  system: SystemDefinition,
  added: Readonly<Record<string, AddedFraming>>,
  deps: Pick<AssessDeps, "read" | "compute" | "progress" | "stopwatch" | "signal">,
): Promise<FramingRace> {
  const reading = deps.progress.step("Reading the data");
  const { table } = await readUnderContract(system, deps.read);
  reading.done(`${table.rows.toLocaleString("en-US")} rows`);
  const numberOf = numberingBy(keyOf(system, added));
  try {
    const bench = benchOf(system, table, numberOf);
    const [framings, untried] = await framingsOf(bench, { added, numberOf, table }, deps);
    if (system.policy.policy === "pick-labels")
      return refusedRace(system, "A set of labels has no other framing here.");
    return await judgedRace(bench, { framings, untried }, deps);
  } catch (thrown) {
    if (!isAlidadeError(thrown, labelConstant.code) && !isAlidadeError(thrown, labelPoor.code)) throw thrown;
    return refusedRace(system, thrown.message);
  }
}

/** The field by which decisions are told apart: the list of whoever ranks. */
function keyOf(system: SystemDefinition, added: Readonly<Record<string, AddedFraming>>): string | undefined {
  const all = [system, ...Object.values(added).map((one) => one.system)];
  return all.flatMap(({ policy }) => (policy.policy === "rank-by" ? [policy.list] : []))[0];
}

interface Given {
  readonly added: Readonly<Record<string, AddedFraming>>;
  readonly numberOf: Numbering;
  readonly table: Table;
}

async function framingsOf(
  bench: Bench,
  { added, numberOf, table }: Given,
  { read }: Pick<AssessDeps, "read">,
): Promise<readonly [readonly Framing[], readonly Untried[]]> {
  const derived = derivedFramings(bench);
  const own: Framing[] = [];
  for (const [name, one] of Object.entries(added)) {
    const isAlike = rowsOf(one.system) === rowsOf(bench.system);
    const rows = isAlike ? table : (await readUnderContract(one.system, read)).table;
    own.push(addedFraming(bench, name, { added: one, framed: framedBy(one.system, rows, numberOf) }));
  }
  const isTried = (one: Framing | Untried): one is Framing => "framed" in one;
  return [
    [declaredFraming(bench), ...derived.filter(isTried), ...own],
    derived.flatMap((one) => (isTried(one) ? [] : [one])),
  ];
}

/** What decides which rows a system reads. */
function rowsOf({ source, dedupe, streams, contract }: SystemDefinition): string {
  return JSON.stringify([source, dedupe, streams, contract]);
}

interface Entered {
  readonly framings: readonly Framing[];
  readonly untried: readonly Untried[];
}

async function judgedRace(
  bench: Bench,
  { framings, untried }: Entered,
  deps: Pick<AssessDeps, "compute" | "progress" | "stopwatch" | "signal">,
): Promise<FramingRace> {
  const known = framings.map(({ framed }) => new Set(framed.decision));
  const referee = refereeFor(bench, (decision) => known.every((of) => of.has(decision)));
  const learning = deps.progress.step("Learning every framing");
  const run: Run[] = [];
  for (const framing of framings) {
    deps.signal?.throwIfAborted();
    run.push(await runOne(bench, { framing, referee }, deps));
    learning.update(run.length / framings.length);
  }
  learning.done(`${framings.length} framings`);
  const newClasses = newClassesOf(bench, referee.places);
  const factor = learningFactor(bench.plan);
  const raced = racedFramings(run, { referee, newClasses, factor });
  return {
    ...headOf(bench.system),
    split: bench.plan.kind,
    decisions: referee.decisions.rows,
    sampledRows: bench.sampled,
    framings: raced,
    untried,
    newClasses: newClasses === null ? null : { names: newClasses.names, decisions: newClasses.places.length },
    choice: choiceOf(
      raced.map((one, i) => ({ ...one, money: run[i]?.money ?? new Float64Array(0) })),
      { decisions: referee.decisions, factor, limitMs: limitOf(bench.system) },
    ),
    refused: null,
  };
}

interface Run {
  readonly framing: Framing;
  readonly money: Float64Array;
  readonly costs: FramingCosts;
}

async function runOne(
  bench: Bench,
  { framing, referee }: { framing: Framing; referee: Referee },
  { compute, stopwatch }: Pick<AssessDeps, "compute" | "stopwatch">,
): Promise<Run> {
  const { framed, system } = framing;
  const plan = planLike(bench.plan, bench.framed, framed);
  const started = stopwatch();
  const heads = await fitHeads({ system, dataset: framed.dataset, plan }, { compute });
  const trainSeconds = (stopwatch() - started) / 1_000;
  const said = saidBy({ framed, plan, judged: bench.plan.judged, heads }, framing.outputs);
  const money = referee.price(framing.answer(said, referee.places));
  return { framing, money, costs: costsOf(framing, { heads, trainSeconds }, stopwatch) };
}

interface Priced {
  readonly referee: Referee;
  readonly newClasses: NewClasses | null;
  readonly factor: number;
}

function racedFramings(
  run: readonly Run[],
  { referee: { decisions, rule }, newClasses, factor }: Priced,
): readonly RacedFraming[] {
  const nothing = new Float64Array(decisions.rows);
  const declared = known(run[0], "the declared framing").money;
  return run.map(({ framing, money, costs }, i) => {
    const { name, origin, task, onNewClass, upkeep } = framing;
    return {
      ...{ name, origin, task, onNewClass, upkeep, costs },
      perDecision: meanGain(decisions, money, nothing),
      overDeclared: i === 0 ? null : pairedGain(decisions, { mine: money, theirs: declared }, factor),
      overRule: meanGain(decisions, money, rule),
      onNewClasses:
        newClasses === null || newClasses.places.length === 0 ? null : onPlaces(decisions, money, newClasses),
    };
  });
}

/** Money per decision on some of the decisions. */
function onPlaces({ entity, weight }: Referee["decisions"], money: Float64Array, { places }: NewClasses): Estimated {
  const pick = (values: Float64Array): Float64Array => Float64Array.from(places, (place) => values[place] as number);
  const some = {
    rows: places.length,
    entity: places.map((place) => entity[place] as number),
    weight: pick(weight),
    slices: { rows: places.length, columns: [] },
  };
  return meanGain(some, pick(money), new Float64Array(places.length));
}

function limitOf({ objective }: SystemDefinition): number | null {
  const limits = objective.guardrails.map(({ p99Ms }) => p99Ms);
  return limits.length === 0 ? null : Math.min(...limits);
}

function headOf({ name, objective }: SystemDefinition): Pick<FramingRace, "system" | "currency" | "basis"> {
  const isAssumed = !objective.stated || objective.effect?.basis === "assumed";
  return { system: name, currency: objective.currency, basis: isAssumed ? "assumed" : "measured" };
}

function refusedRace(system: SystemDefinition, refused: string): FramingRace {
  return {
    ...headOf(system),
    split: "",
    decisions: 0,
    sampledRows: null,
    framings: [],
    untried: [],
    newClasses: null,
    choice: { verdict: "refused", recommended: null, closest: null, alike: [], simplest: null, tooSlow: [] },
    refused,
  };
}
