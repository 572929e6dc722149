import type { Drift } from "../../../src/sim/index.ts";
import {
  adversaryDrift,
  conceptGradual,
  conceptRecurring,
  conceptSudden,
  covariateDrift,
  labelDrift,
  seasonDrift,
} from "../../../src/sim/index.ts";
import { streamOf } from "../../../src/watch/drills/stream-of.ts";
import { faults } from "../../../src/watch/faults/_catalogue.ts";
import {
  defineFault,
  type Fault,
  type FaultPlan,
  type FaultSite,
  type Unfit,
  unfit,
} from "../../../src/watch/faults/fault.ts";
import { inOrder } from "../../../src/watch/faults/happening.ts";
import { journalOf, type Month, playedJournal } from "./month.ts";
import { DAY, type WorldName } from "./worlds.ts";

/** One way in which a month is spoilt, or only looks as if it were. */
export interface Case {
  readonly name: string;
  /** In words, for the table. */
  readonly says: string;
  readonly fault: Fault;
  /** The share of what passes by that is hit. */
  readonly strength: number;
  plan(site: FaultSite, month: Month): FaultPlan | Unfit;
}

/** Faults that hit some, as they do where one caller of four is broken. */
const PARTLY: readonly (keyof typeof faults)[] = [
  ...(["unitChanged", "inputStuck", "fieldMissing", "categoryRecoded", "inputShifted", "fieldRenamed"] as const),
  ...(["conceptChanged", "labelsFlipped", "labelsMissing", "modelConstant", "questionsRepeated"] as const),
];
const PART = 0.25;

/** Of the catalogue of faults; its season is left out: every month here has one. */
const injected: readonly Case[] = Object.entries(faults)
  .filter(([name]) => name !== "season")
  .flatMap(([name, fault]) => {
    const whole: Case = { name, says: fault.about, fault, strength: 1, plan: (site) => fault.plan(site) };
    if (!PARTLY.includes(name as keyof typeof faults)) return [whole];
    return [whole, { ...whole, name: `${name} ¼`, says: `${fault.about}: one in four`, strength: PART }];
  });

/** The field whose distribution moves. */
const MOVED: Readonly<Record<WorldName, string>> = { storefront: "basket", ward: "age", payments: "amount" };

const noPlan = (): Unfit => unfit("it is a drift of a simulated business");

interface Drifting {
  readonly says: string;
  readonly drifts: (from: number, world: WorldName) => readonly Drift[];
  readonly fault: Omit<Parameters<typeof defineFault>[0], "about" | "plan" | "of">;
  readonly only?: WorldName;
  readonly names?: (world: WorldName) => readonly string[];
  readonly isNone?: boolean;
  readonly isPlayed?: boolean;
}

const CONCEPT = {
  part: "head",
  noticedBy: ["concept.drifted", "quality.*", "calibration.*"],
  needsOutcomes: true,
} as const;
const SHIFT = { part: "field", noticedBy: ["input.shifted", "input.unlike-training"] } as const;
const NONE = { part: "server", noticedBy: [] } as const;
const field = (world: WorldName): readonly string[] => [MOVED[world]];

const DRIFTS: Readonly<Record<string, Drifting>> = {
  "covariate-drift": {
    says: "a field moves by one standard deviation",
    drifts: (from, world) => [covariateDrift({ from, field: MOVED[world] })],
    ...{ fault: SHIFT, names: field },
  },
  "covariate-drift ¼": {
    says: "a field moves by a quarter of a standard deviation",
    drifts: (from, world) => [covariateDrift({ from, field: MOVED[world], by: 0.25 })],
    ...{ fault: SHIFT, names: field },
  },
  "covariate-drift, slow": {
    says: "a field moves by one standard deviation within ten days",
    drifts: (from, world) => [covariateDrift({ from, field: MOVED[world], over: 10 * DAY })],
    ...{ fault: SHIFT, names: field },
  },
  "label-drift": {
    says: "the odds of the outcome double",
    drifts: (from) => [labelDrift({ from })],
    fault: { ...CONCEPT, noticedBy: ["label.shifted", "quality.*", "calibration.*", "concept.drifted"] },
  },
  "concept-sudden": {
    says: "another relation holds from one hour to the next",
    drifts: (from) => [conceptSudden({ from })],
    fault: CONCEPT,
  },
  "concept-gradual": {
    says: "another relation comes within ten days",
    drifts: (from) => [conceptGradual({ from, over: 10 * DAY })],
    fault: CONCEPT,
  },
  "concept-recurring": {
    says: "another relation comes for two days of every four",
    drifts: (from) => [conceptRecurring({ from, every: 4 * DAY })],
    fault: CONCEPT,
  },
  "adversary-drift": {
    says: "adversaries learn four times as fast what passes",
    drifts: (from) => [adversaryDrift({ from })],
    ...{ fault: { part: "field", noticedBy: ["input.*", "score.*"] }, only: "payments", isPlayed: true },
  },
  "holiday peak": {
    says: "80 % more come for four days",
    drifts: (from) => [seasonDrift({ from, by: 1.8, lasts: 4 * DAY })],
    ...{ fault: NONE, isNone: true },
  },
  "traffic doubles": {
    says: "twice as many come, for good",
    drifts: (from) => [seasonDrift({ from, by: 2 })],
    ...{ fault: NONE, isNone: true },
  },
  "other hours": {
    says: "two hours of the evening become twice as busy",
    drifts: (from) => [
      seasonDrift({ from, hours: Array.from({ length: 24 }, (_, h) => (h === 20 || h === 21 ? 2 : 1)) }),
    ],
    ...{ fault: NONE, isNone: true },
  },
};

const drifted: readonly Case[] = Object.entries(DRIFTS).map(([name, of]) => {
  const { says, isNone = false, fault } = of;
  return {
    ...{ name, says, strength: 1 },
    fault: defineFault({ ...fault, about: says, of: isNone ? "none" : "inputs", plan: noPlan }),
    plan: (site, month) => planOf(of, site, month),
  };
});

function planOf(
  { says, drifts, only, names, isPlayed = false }: Drifting,
  site: FaultSite,
  month: Month,
): FaultPlan | Unfit {
  const { world, business, entries } = month;
  if (only !== undefined && only !== world.name) return unfit(`nobody in ${world.name} learns from what is done`);
  const other = business.with(...drifts(site.from, world.name));
  const until = site.stream.at(-1)?.at ?? site.from;
  const first = entries[0]?.at ?? site.from;
  const came = isPlayed
    ? playedJournal(world, other, { from: Math.floor(first / DAY) * DAY, to: until + 1 })
    : journalOf(world, other, { from: site.from, to: until + 1 });
  const decided = new Set(came.flatMap(({ kind, id, at }) => (kind === "decision" && at >= site.from ? [id] : [])));
  const later = streamOf(came, world.name).filter((one) =>
    one.kind === "reported" ? decided.has(one.body.decision) : one.at >= site.from,
  );
  const before = site.stream.filter(
    (one) => one.at < site.from || (one.kind === "reported" && isOfBefore(one.body.decision, site)),
  );
  return { says, ...(names === undefined ? {} : { names: names(world.name) }), stream: inOrder([...before, ...later]) };
}

const idsBefore = new WeakMap<FaultSite, ReadonlySet<string>>();
function isOfBefore(decision: string, site: FaultSite): boolean {
  let ids = idsBefore.get(site);
  if (ids === undefined) {
    ids = new Set(site.stream.flatMap((one) => (one.kind === "asked" && one.at < site.from ? [one.id] : [])));
    idsBefore.set(site, ids);
  }
  return ids.has(decision);
}

/** All of them. */
export const cases: readonly Case[] = [...injected, ...drifted];
