import type { ServingState } from "../../decide/index.ts";
import { type Insufficient, insufficient, isInsufficient } from "../../kernel/index.ts";
import type { DecisionRecord } from "../../records/index.ts";
import type { ModelVersion, TrafficPlan } from "../../registry/index.ts";
import type { Estimate, Estimated, Point } from "../../stats/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { JoinedDecision } from "../measured/joined.ts";
import { type BisectMetric, type ReadMade, readMade } from "./bisect-measure.ts";
import { pointOf } from "./movement.ts";
import { differenceOf } from "./point-estimate.ts";
import { remade } from "./remake.ts";
import { servedKey, type VersionChange, versionChanges } from "./version-changes.ts";

/** What is searched, and by which decisions. */
export interface BisectCase {
  readonly system: SystemDefinition;
  readonly metric: BisectMetric;
  /** Stored decisions of around the good time and of around the bad one: the same are made again under every version. */
  readonly good: readonly JoinedDecision[];
  readonly bad: readonly JoinedDecision[];
  /** From the plan in force at the good time to that in force at the bad time, oldest first. */
  readonly plans: readonly TrafficPlan[];
  stateOf(plan: TrafficPlan): Promise<ServingState>;
  /** What is known of the models, by id. */
  readonly models: ReadonlyMap<string, ModelVersion>;
  /** Versions that are tried before the search halves what lies between two of them. Default 33. */
  readonly grid?: number;
}

/** A change of what is served that moved the metric. */
export interface Jump {
  readonly from: TrafficPlan;
  readonly to: TrafficPlan;
  /** How far, on the same decisions. */
  readonly by: Estimate;
  readonly changes: readonly VersionChange[];
}

/** What moved a metric between two times. */
export interface Bisected {
  readonly system: string;
  readonly metric: BisectMetric;
  /** `version`: a change of what is served; `data`: the same versions say otherwise of newer decisions; `nothing`: it did not move. */
  readonly verdict: "version" | "data" | "both" | "nothing" | "unknown";
  /** As it was stored: from around the good time to around the bad one. */
  readonly observed: Estimated;
  /** By all versions together, on the same decisions; and by the data, under the last version. */
  readonly byVersions: Estimated;
  readonly byData: Estimated;
  /** The largest first. */
  readonly jumps: readonly Jump[];
  readonly versions: number;
  readonly tried: number;
  /** Versions between two that say the same: they were not tried, and one may have taken back what another did. */
  readonly passedOver: number;
  /** Contract versions of the stored decisions where they differ: those cannot be tried again. */
  readonly contracts: readonly [from: string, to: string] | null;
}

const GRID = 33;

/**
 * Finds the change that moved a metric: the same stored decisions are made again under every version, so that what differs is the
 * version and nothing else. A metric may go up and down again, so all versions are tried where they are few; between the points
 * of a grid, where they are many, those halves are searched whose ends differ.
 */
export async function bisect(asked: BisectCase): Promise<Bisected> {
  const { system, metric, good, bad, plans } = asked;
  const read = readMade(system, metric);
  const trial = trialOf(asked, read);
  const places = await search(trial, plans.length, asked.grid ?? GRID);
  const jumps = await jumpsOf(asked, trial, places);
  const last = plans.at(-1);
  const first = plans[0];
  const observed = differenceOf(pointOf(good, stored(read)), pointOf(bad, stored(read)));
  const byVersions = first === undefined || last === undefined ? noVersion : await trial.between(0, plans.length - 1);
  const byData = last === undefined ? noVersion : await trial.data(plans.length - 1);
  return {
    system: system.name,
    metric,
    verdict: verdictOf({ observed, byData, jumps }),
    observed,
    byVersions,
    byData,
    jumps,
    versions: plans.length,
    tried: trial.tried(),
    passedOver: plans.length - places.length,
    contracts: contractsOf(good, bad),
  };
}

const noVersion: Insufficient = insufficient("no-version");

/** Read off what was stored: what was made is what was stored. */
function stored(read: ReadMade): (joined: JoinedDecision) => number | null {
  const none = { releases: new Map() } as unknown as ServingState;
  return (joined) => read(joined.decision.body, joined, none);
}

/** The same decisions under any version, each version tried once. */
interface Trial {
  /** The movement from one version to another. */
  between(from: number, to: number): Promise<Estimated>;
  /** From the good decisions to the bad ones, under one version. */
  data(at: number): Promise<Estimated>;
  tried(): number;
}

type Values = ReadonlyMap<string, number | null>;

function trialOf({ plans, stateOf, good, bad }: BisectCase, read: ReadMade): Trial {
  const all = [...good, ...bad];
  const byKey = new Map<string, Values>();
  const at = async (place: number): Promise<Values> => {
    const plan = plans[place];
    if (plan === undefined) return new Map();
    const state = await stateOf(plan);
    const key = servedKey(state);
    const found = byKey.get(key) ?? new Map(all.map((joined) => [joined.decision.id, readAgain(joined, state, read)]));
    byKey.set(key, found);
    return found;
  };
  return {
    async between(from, to) {
      const [before, after] = [await at(from), await at(to)];
      const gap = ({ decision: { id } }: JoinedDecision): number | null => less(after.get(id), before.get(id));
      return certainly(pointOf(all, gap));
    },
    async data(place) {
      const values = await at(place);
      const of = ({ decision: { id } }: JoinedDecision): number | null => values.get(id) ?? null;
      return differenceOf(pointOf(good, of), pointOf(bad, of));
    },
    tried: () => byKey.size,
  };
}

function readAgain(joined: JoinedDecision, state: ServingState, read: ReadMade): number | null {
  const made: DecisionRecord | undefined = remade(joined.decision, state);
  return made === undefined ? null : read(made.body, joined, state);
}

const less = (a: number | null | undefined, b: number | null | undefined): number | null =>
  a === null || a === undefined || b === null || b === undefined ? null : a - b;

function certainly(point: Point | Insufficient): Estimated {
  return differenceOf({ value: 0, variance: 0, df: Infinity }, point);
}

/** The places that were tried, in order: a grid, and what halving found between its points. */
async function search({ between }: Trial, count: number, grid: number): Promise<readonly number[]> {
  if (count === 0) return [];
  const points = Math.min(count, Math.max(2, grid));
  const places = new Set(
    Array.from({ length: points }, (_, i) => Math.round((i * (count - 1)) / Math.max(1, points - 1))),
  );
  const halve = async (low: number, high: number): Promise<void> => {
    if (high - low < 2 || !isOther(await between(low, high))) return;
    const middle = Math.floor((low + high) / 2);
    places.add(middle);
    await halve(low, middle);
    await halve(middle, high);
  };
  const sorted = [...places].sort((a, b) => a - b);
  for (const [i, place] of sorted.entries()) if (i > 0) await halve(sorted[i - 1] as number, place);
  return [...places].sort((a, b) => a - b);
}

async function jumpsOf(
  { plans, stateOf, models }: BisectCase,
  trial: Trial,
  places: readonly number[],
): Promise<readonly Jump[]> {
  const jumps: Jump[] = [];
  for (const [i, place] of places.entries()) {
    const before = places[i - 1];
    if (before === undefined) continue;
    const by = await trial.between(before, place);
    const [from, to] = [plans[before], plans[place]];
    if (isInsufficient(by) || !isOther(by) || from === undefined || to === undefined) continue;
    jumps.push({ from, to, by, changes: versionChanges(await stateOf(from), await stateOf(to), models) });
  }
  return jumps.sort((a, b) => Math.abs(b.by.value) - Math.abs(a.by.value));
}

/** Above noise: zero lies outside the interval. On the same decisions there is little of it. */
function isOther(by: Estimated): boolean {
  return !isInsufficient(by) && (by.low > 0 || by.high < 0);
}

interface Weighed {
  readonly observed: Estimated;
  readonly byData: Estimated;
  readonly jumps: readonly Jump[];
}

/** A part of the movement that is worth naming. */
const PART = 0.2;

function verdictOf({ observed, byData, jumps }: Weighed): Bisected["verdict"] {
  if (isInsufficient(observed)) return jumps.length > 0 ? "version" : "unknown";
  const isNamed = (part: Estimated): boolean =>
    !isInsufficient(part) && isOther(part) && Math.abs(part.value) > PART * Math.abs(observed.value);
  const [version, data] = [jumps.some(({ by }) => isNamed(by)), isNamed(byData)];
  if (version) return data ? "both" : "version";
  if (!isOther(observed)) return jumps.length > 0 ? "version" : "nothing";
  return data ? "data" : "unknown";
}

function contractsOf(good: readonly JoinedDecision[], bad: readonly JoinedDecision[]): Bisected["contracts"] {
  const of = (joined: readonly JoinedDecision[]): string => joined.at(-1)?.decision.body.versions.contract ?? "";
  const [from, to] = [of(good), of(bad)];
  return from === to || from === "" || to === "" ? null : [from, to];
}
