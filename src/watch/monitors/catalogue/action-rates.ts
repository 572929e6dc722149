import { milliseconds, numberParam, type Param } from "../../../kernel/index.ts";
import { isWindowed, type WindowLimit } from "../../../policy/index.ts";
import { shareAtLeast, shareEvidence } from "../../../stats/index.ts";
import type { SystemDefinition } from "../../../system/index.ts";
import type { Seen } from "../../seen/seen.ts";
import { either } from "../evidence/combine.ts";
import { measureShare, shareAt } from "../evidence/measures.ts";
import { type Followed, follow, readingsOfHeard, type Subject } from "../followed/followed.ts";
import { wordNumber, wordShare, wordUsual } from "../followed/words.ts";
import { defineMonitor, type Monitor, type Reading } from "../monitor.ts";

/** How often what was said or done in the window that is open: which one, counted in windows since 1970. */
interface Spent {
  readonly window: number;
  readonly count: number;
}

export interface ActionState {
  readonly followed: Followed;
  /** By name of the limit. */
  readonly spent: Readonly<Record<string, Spent>>;
}

type Declared = { readonly slack: Param<number> };

const PARAMS: Declared = {
  slack: numberParam(0.1, {
    ...{ min: 0, max: 1 },
    doc: "By which part the share that is acted on may exceed a capacity that is a share: a cutoff is never exact.",
  }),
};

/** So many actions or labels are followed, the most frequent that were there when they were first seen. */
const MOST_ACTIONS = 64;

/** How often each action is taken or each label is given, and whether declared limits hold. */
export const actionRates: Monitor<Declared, ActionState> = defineMonitor({
  about: "how often each action is taken, and whether declared limits hold",
  kinds: ["actions.shifted", "actions.over-limit", "actions.over-capacity"],
  params: PARAMS,
  restartsWithReference: false,
  start: (): ActionState => ({ followed: {}, spent: {} }),
  step(state, period, { context, params }) {
    const { followed, heard } = follow(state.followed, { ...context, from: period.from }, subjectsOf(state, period));
    const limits = limitsOf(context.system, period);
    const spent = Object.fromEntries(
      limits.map((limit) => [limit.name, spentOf(state.spent[limit.name], limit, period)]),
    );
    const readings = [
      ...heard.flatMap(readingsOfHeard),
      ...limits.map((limit) => limitReading(limit, spent[limit.name]?.count ?? 0, period)),
      ...capacityReading(context.system, period, params.slack),
    ];
    return { state: { followed, spent }, readings };
  },
});

function subjectsOf({ followed }: ActionState, { said, decisions }: Seen): readonly Subject[] {
  if (decisions === 0) return [];
  const fresh = Object.entries(said)
    .filter(([name]) => followed[name] === undefined)
    .toSorted(([, a], [, b]) => b - a)
    .map(([name]) => name);
  const total = Object.values(said).reduce((sum, n) => sum + n, 0);
  return [...Object.keys(followed), ...fresh].slice(0, MOST_ACTIONS).flatMap((name): readonly Subject[] => {
    const measure = measureShare(said[name] ?? 0, Math.max(decisions, total));
    if (measure === undefined) return [];
    return [
      {
        ...{ key: name, measure, guess: 0.03, shown: shareAt },
        reading: ({ value, usual }) => ({
          ...{ kind: "actions.shifted", about: { part: "action", name }, unit: "share" },
          reach: Math.max(value, usual ?? 0),
          says: `"${name}" is the answer in ${wordShare(value)} of the decisions${wordUsual(usual, wordShare)}`,
        }),
      },
    ];
  });
}

interface DeclaredLimit {
  readonly name: string;
  readonly limit: WindowLimit;
  readonly perMs: number;
  /** How often in this period. */
  readonly count: number;
}

/** What the system file limits by a window of time: actions and labels by name, and acting at all. */
function limitsOf({ limits = {}, policy }: SystemDefinition, { said, acted }: Seen): readonly DeclaredLimit[] {
  const of = (name: string, limit: WindowLimit, count: number): DeclaredLimit => ({
    ...{ name, limit, count },
    perMs: milliseconds(limit.per),
  });
  const named = Object.entries(limits).map(([name, limit]) => of(name, limit, said[name] ?? 0));
  const capacity = policy.policy === "act-if" ? policy.capacity : undefined;
  return capacity !== undefined && isWindowed(capacity) ? [...named, of("acting", capacity, acted)] : named;
}

/** A period that is longer than the window stands alone; a shorter one adds to what its window has had. */
function spentOf(before: Spent | undefined, { perMs, count }: DeclaredLimit, { from, to }: Seen): Spent {
  const window = Math.floor(from / perMs);
  const isSame = before?.window === window && to - from < perMs;
  return { window, count: count + (isSame ? (before?.count ?? 0) : 0) };
}

function limitReading({ name, limit, perMs }: DeclaredLimit, spent: number, { from, to }: Seen): Reading {
  const windows = Math.max(1, Math.ceil(to / perMs) - Math.floor(from / perMs));
  const most = limit.most * windows;
  return {
    ...{ kind: "actions.over-limit", about: { part: "action", name }, evidence: NONE, isBreach: spent > most },
    ...{ value: spent, expected: [0, most], unit: "decisions", reach: 1 },
    says: `"${name}" came ${wordNumber(spent)} times where ${wordNumber(most)} are allowed (${limit.most} per ${limit.per})`,
  };
}

/** Chance brings a share above a capacity in one period of a million, if the capacity is kept. */
const HARDLY = 1e-6;

function capacityReading({ policy, name }: SystemDefinition, period: Seen, slack: number): readonly Reading[] {
  const capacity = policy.policy === "act-if" ? policy.capacity : undefined;
  const { decisions, acted } = period;
  if (capacity === undefined || isWindowed(capacity) || decisions === 0) return [];
  const most = Math.min(1, capacity.share * (1 + slack));
  const share = acted / decisions;
  const above =
    share > most ? Math.min(MOST_EVIDENCE, shareEvidence(acted, decisions, most)) : Number.NEGATIVE_INFINITY;
  return [
    {
      ...{ kind: "actions.over-capacity", about: { part: "action", name }, unit: "share", reach: 1 },
      ...{ value: share, expected: [0, most], evidence: either(0, above) },
      isBreach: shareAtLeast(acted, decisions, HARDLY) > most,
      says: `${wordShare(share)} of the decisions act, where there is capacity for ${wordShare(capacity.share)}`,
    },
  ];
}

/** A limit that is kept is no evidence, however long: the breach speaks for itself. */
const NONE = Math.log(0.5);
/** Infinite evidence adds nothing, and does not survive JSON. */
const MOST_EVIDENCE = 500;
