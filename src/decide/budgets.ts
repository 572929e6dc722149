import { milliseconds } from "../kernel/index.ts";
import { elapsedAt, isWindowed, splitMost, type WindowLimit } from "../policy/index.ts";
import type { DecisionBody, LimitRecord } from "../records/index.ts";
import type { Allocation, TrafficPlan } from "../registry/index.ts";
import { type Beside, type Counters, type Take, windowsInMemory } from "../store/index.ts";
import type { SystemDefinition } from "../system/index.ts";
import { type Question, servedTo } from "./opening.ts";
import type { ServingState } from "./serving-state.ts";

type Decided = Omit<DecisionBody, "took">;
type Decide = (state: ServingState, question: Question) => Decided;

/** One decision that may spend. */
export interface Spending {
  readonly question: Question;
  readonly decide: Decide;
  /** Now, milliseconds since 1970. */
  readonly at: number;
  /** Whether the same question may come again under its id: what it spends is then spent once. Default false. */
  readonly isRepeatable?: boolean;
}

/** Budgets of what is decided: so many an hour, whoever decides. */
export interface Budgets {
  /** Whether a system declares any. */
  has(system: SystemDefinition): boolean;
  /**
   * Decides within the budgets that the system declares: tells the decision what is left, takes what it spends, and decides
   * again where the counter says no. What the counter said is in the receipt, so that a replay needs no counter.
   */
  decide(state: ServingState, spending: Spending): Promise<Decided>;
}

/** Counts in this process alone, and forgets when it ends: for where nothing else counts. */
export function countersHere(): Pick<Counters, "take"> {
  const take = windowsInMemory();
  return { take: async (key, asked) => take(key, asked) };
}

/** Budgets over counters. */
export function budgetsOf(counters: Pick<Counters, "take">): Budgets {
  const known = new WeakMap<SystemDefinition, ReturnType<typeof budgetsIn>>();
  const declaredBy = (system: SystemDefinition): ReturnType<typeof budgetsIn> => {
    const declared = known.get(system) ?? budgetsIn(system);
    known.set(system, declared);
    return declared;
  };
  return {
    has: (system) => declaredBy(system).length > 0,
    decide: async (state, { question, decide, at, isRepeatable = false }) => {
      const declared = declaredBy(state.system);
      if (declared.length === 0) return decide(state, question);
      const { arm } = servedTo(state, { ...question, at }).allocation;
      const by = isRepeatable ? { by: question.id } : {};
      const open = declared.map((one): Budget => ({ ...one, ...by, keys: keysOf(state.plan, { ...one, arm }), at }));
      return spend(await seen(open, counters), {
        open,
        counters,
        decide: (limits) => decide(state, { ...question, limits }),
      });
    },
  };
}

/** What one system declares, by the name that it has in a receipt. */
function budgetsIn({ policy, limits = {} }: SystemDefinition): readonly (WindowLimit & { readonly name: string })[] {
  const capacity = policy.policy === "act-if" ? policy.capacity : undefined;
  const what = policy.policy === "act-if" ? "action" : "label";
  const named = Object.entries(limits).map(([name, limit]) => ({ name: `${what}:${name}`, ...limit }));
  return isWindowed(capacity) ? [{ name: "capacity", most: capacity.most, per: capacity.per }, ...named] : named;
}

interface Budget extends WindowLimit {
  readonly name: string;
  /** The arm's counter, and the one of all arms, which a change of the plan does not start afresh. */
  readonly keys: readonly Beside[];
  readonly at: number;
  /** Who spends, where the same may ask again. */
  readonly by?: string;
}

function keysOf(
  { system, allocations }: TrafficPlan,
  { name, most, per, arm }: WindowLimit & { readonly name: string; readonly arm: string },
): Budget["keys"] {
  const windowMs = milliseconds(per);
  const acting = allocations.filter((one: Allocation) => one.purpose !== "holdback");
  const whole = { key: `${system}/${name}`, windowMs, most };
  if (acting.length < 2) return [whole];
  return [{ key: `${system}/${name}/${arm}`, windowMs, most: splitMost(most, acting)[arm] ?? 0 }, whole];
}

type Limits = Readonly<Record<string, LimitRecord>>;

/** What is left of each budget, before anything is spent: what leaves least. */
async function seen(open: readonly Budget[], counters: Pick<Counters, "take">): Promise<Limits> {
  const found = await Promise.all(
    open.map(async (budget) => {
      const { name, per, keys, at } = budget;
      const left = await Promise.all(
        keys.map((window) => counters.take(window.key, { ...window, ...by(budget), n: 0 })),
      );
      const [{ most } = { most: 0 }] = keys;
      const least = Math.min(...left.map((one) => one.left));
      const record = { most, used: most - Math.min(most, least), elapsed: elapsedAt(per, at) };
      return [name, left.some((one) => one.uncounted) ? { ...record, uncounted: true as const } : record] as const;
    }),
  );
  return Object.fromEntries(found);
}

/** Who takes, and when. */
function by({ at, by: taker }: Budget): Pick<Take, "at" | "by"> {
  return { at, ...(taker === undefined ? {} : { by: taker }) };
}

interface Work {
  readonly open: readonly Budget[];
  readonly counters: Pick<Counters, "take">;
  readonly decide: (limits: Limits) => Decided;
}

/** Decides, takes what the decision spends, and decides again as long as a counter says no: each says it once at most. */
async function spend(limits: Limits, work: Work): Promise<Decided> {
  const decided = work.decide(limits);
  const asked = spentBy(decided).filter((name) => limits[name] !== undefined && limits[name]?.given === undefined);
  if (asked.length === 0) return decided;
  const said = await takeAll(asked, work);
  const next = { ...limits };
  for (const [name, change] of Object.entries(said)) next[name] = { ...(limits[name] as LimitRecord), ...change };
  return Object.values(said).every(({ given }) => given) ? { ...decided, limits: next } : spend(next, work);
}

/** The budgets that a decision spends from. */
function spentBy({ acted, action, answer }: Decided): readonly string[] {
  if (acted) return [`action:${action}`, "capacity"];
  return typeof answer === "string" ? [`label:${answer}`] : [];
}

/** What the counter said of a budget. */
type Said = Pick<LimitRecord, "uncounted"> & { readonly given: boolean };

/** Takes one from each, in one breath: where one has none left, it says so, and nothing is taken from the others. */
async function takeAll(names: readonly string[], { open, counters }: Work): Promise<Readonly<Record<string, Said>>> {
  const budgets = open.filter(({ name }) => names.includes(name));
  const [first, ...others] = budgets.flatMap(({ keys }) => keys);
  const [budget] = budgets;
  if (first === undefined || budget === undefined) return {};
  const { taken, short, uncounted } = await counters.take(first.key, { ...first, ...by(budget), with: others });
  if (taken > 0) return Object.fromEntries(names.map((name) => [name, { given: true }]));
  if (uncounted) return Object.fromEntries(names.map((name) => [name, { given: false, uncounted }]));
  const refusing = budgets.find(({ keys }) => keys.some(({ key }) => key === short)) ?? budget;
  return { [refusing.name]: { given: false } };
}
