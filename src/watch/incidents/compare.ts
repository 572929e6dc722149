import type { ServingState } from "../../decide/index.ts";
import { type Instant, isInsufficient } from "../../kernel/index.ts";
import type { DecisionRecord } from "../../records/index.ts";
import type { HistoryEvent } from "../../registry/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { type Difference, differencesOf } from "./differences.ts";
import { type JoinedBoth, remaking } from "./explained.ts";
import { companions, inputFactors, versionFactors } from "./factor.ts";
import { joinPriced, type Measure, measuresOf } from "./measure.ts";
import { isMoved, type Movement, movementOf, strengthOf } from "./movement.ts";
import { type OpenWindows, openWindows, withOpen } from "./open-windows.ts";
import type { LookedAt, Stretch } from "./stretch.ts";
import { mostFrequent, tellApart } from "./tell-apart.ts";

/** What is compared. */
export interface CompareCase {
  readonly system: SystemDefinition;
  readonly bad: Stretch;
  readonly good: readonly Stretch[];
  readonly looked: { readonly bad: LookedAt; readonly good: LookedAt };
  readonly now: Instant;
  readonly history: readonly HistoryEvent[];
  /** The state of a traffic plan, by its id; undefined where it is not known any more. */
  stateOf(plan: string): Promise<ServingState | undefined>;
  /** The measure whose change is to be explained. Default: the one that moved most. */
  readonly measure?: string | undefined;
}

/** What differs between a bad stretch and a good one, and how much of the change each difference explains. */
export interface Compared {
  readonly system: string;
  readonly bad: Stretch;
  readonly good: readonly Stretch[];
  readonly decisions: { readonly bad: number; readonly good: number };
  /** Of those looked at, the decisions of which it is not known yet what came: money leaves them out. */
  readonly open: OpenWindows;
  readonly movements: readonly Movement[];
  /** The measure that is explained; null where none moved. */
  readonly explained: string | null;
  readonly differences: readonly Difference[];
  /** Decisions of the bad stretch that were made again, and how many of those came out as they were stored. */
  readonly remade: { readonly decisions: number; readonly same: number };
}

/** Decisions that are made again for every difference: enough to tell a tenth of a change from all of it. */
const REMADE = 1_000;

/** Compares two stretches of the journal. */
export async function compareStretches(asked: CompareCase): Promise<Compared> {
  const { system, bad, good, looked, now } = asked;
  const joined: JoinedBoth = { good: joinPriced(system, looked.good, now), bad: joinPriced(system, looked.bad, now) };
  const records = { good: looked.good.decisions, bad: looked.bad.decisions };
  const measures = measuresOf(system, [...records.good, ...records.bad]);
  const open = openWindows(system, joined);
  const movements = measures.map((measure) => withOpen(movementOf(measure, joined), open));
  const chosen = chooseMeasure(asked.measure, measures, movements);
  const told = {
    system: system.name,
    bad,
    good,
    decisions: { bad: looked.bad.count, good: looked.good.count },
    ...{ open, movements },
  };
  if (chosen === undefined) return { ...told, explained: null, differences: [], remade: { decisions: 0, same: 0 } };
  const states = await statesFor(asked, records);
  const remake = remaking(evenly(joined.bad, REMADE), (plan) => states.get(plan));
  const everybody = [...records.good, ...records.bad];
  const factors = [...inputFactors(system, everybody), ...versionFactors(everybody), ...companions];
  const differences = differencesOf({
    ...{ system, joined, records, history: asked.history, remaking: remake },
    between: betweenOf(good, bad),
    apart: tellApart(factors, records),
    ...chosen,
    goodState: states.get(usualPlan(records.good)),
  });
  const rest = outcomeDifference({ movements, chosen: chosen.measure.name, differences });
  const same = remake.pairs.filter(
    ({ record, again }) => chosen.measure.of(record) === chosen.measure.of(again),
  ).length;
  return {
    ...told,
    explained: chosen.measure.name,
    differences: [...differences, ...rest],
    remade: { decisions: remake.pairs.length, same },
  };
}

/** From the end of the last good stretch before the bad one to the end of the bad one. */
function betweenOf(good: readonly Stretch[], bad: Stretch): Stretch {
  const before = good.map(({ to }) => to).filter((to) => to <= bad.from);
  return { from: before.length === 0 ? bad.from : Math.max(...before), to: bad.to };
}

/** So many of a list, from all over it. */
function evenly<T>(all: readonly T[], most: number): readonly T[] {
  return all.length <= most
    ? all
    : Array.from({ length: most }, (_, i) => all[Math.floor((i * all.length) / most)] as T);
}

/** The measure that was asked for, or the one that moved most for sure. How long decisions take is told when nothing else moved. */
function chooseMeasure(
  name: string | undefined,
  measures: readonly Measure[],
  movements: readonly Movement[],
): { readonly measure: Measure; readonly change: number } | undefined {
  const moved = movements
    .filter((movement) => (name === undefined ? isMoved(movement, movements.length) : movement.measure === name))
    .sort((a, b) => Number(a.measure === "latency") - Number(b.measure === "latency") || strengthOf(b) - strengthOf(a));
  const [first] = moved;
  const measure = measures.find((one) => one.name === first?.measure);
  if (first === undefined || measure === undefined || isInsufficient(first.change) || first.change.value === 0)
    return undefined;
  return { measure, change: first.change.value };
}

interface Told {
  readonly movements: readonly Movement[];
  readonly chosen: string;
  readonly differences: readonly Difference[];
}

/** Where decisions are made as before and bring something else, the world moved. */
function outcomeDifference({ movements, chosen, differences }: Told): readonly Difference[] {
  const others = movements.filter(({ measure }) => measure !== "value" && measure !== "latency");
  if (chosen !== "value" || others.some((movement) => isMoved(movement, movements.length))) return [];
  const explained = Math.max(0, ...differences.filter(({ how }) => how === "tried").map(({ explains }) => explains));
  return [
    {
      kind: "outcome",
      name: "outcome",
      aspect: "mix",
      says: "decisions are made as before, and something else comes of them",
      explains: 1 - Math.min(1, explained),
      how: "seen",
      distance: 0,
      component: "what happens after a decision",
      owner: null,
      evidence: ["scores and actions did not move"],
    },
  ];
}

/** The plans of the bad stretch, and the one that served most of the good one. */
async function statesFor(
  { stateOf }: CompareCase,
  records: { readonly good: readonly DecisionRecord[]; readonly bad: readonly DecisionRecord[] },
): Promise<ReadonlyMap<string, ServingState>> {
  const states = new Map<string, ServingState>();
  for (const plan of new Set([...records.bad.map(({ body }) => body.plan), usualPlan(records.good)])) {
    const state = await stateOf(plan);
    if (state !== undefined) states.set(plan, state);
  }
  return states;
}

function usualPlan(records: readonly DecisionRecord[]): string {
  return (
    mostFrequent(
      records.map(({ body }) => body.plan),
      1,
    )[0] ?? ""
  );
}
