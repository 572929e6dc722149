import { numberParam, type Param } from "../../../kernel/index.ts";
import { addToMoments, type Moments, noMoments } from "../../../stats/index.ts";
import type { Seen } from "../../seen/seen.ts";
import { beyondEvidence } from "../followed/beyond.ts";
import { wordNumber, wordShare } from "../followed/words.ts";
import { defineMonitor, type Monitor, type MonitorContext, type Reading } from "../monitor.ts";

const DAY = 86_400_000;
/** Days that the first weeks have: what is shown later is held against them, and not against yesterday. */
const FIRST_DAYS = 14;

/** Of a day that is not over: its number since 1970, and the mean so far of the logarithm, over so many showings. */
interface Today {
  readonly day: number;
  readonly shown: number;
  readonly mean: number;
}

export interface ExposureState {
  /** Logarithms of how many things are shown as if all alike often, by day, of the first weeks. */
  readonly first: Moments;
  readonly today: Today | null;
}

type Declared = { readonly margin: Param<number> };

const PARAMS: Declared = {
  margin: numberParam(0.1, {
    ...{ min: 0.01, max: 0.9 },
    doc: "By which part the number of things that are in effect shown may fall below that of the first weeks.",
  }),
};

/**
 * Whether what is shown narrows from week to week, as it does where a system learns from what it has itself shown: in effect
 * fewer and fewer things are seen. Held against the first two weeks, since what narrows slowly always looks like yesterday.
 */
export const feedbackLoop: Monitor<Declared, ExposureState> = defineMonitor({
  about: "whether what is shown, or answered, narrows over weeks",
  kinds: ["exposure.narrowed"],
  params: PARAMS,
  restartsWithReference: false,
  start: (): ExposureState => ({ first: noMoments, today: null }),
  step(state, period, { context, params }) {
    const exposure = exposureOf(context, period);
    if (exposure === undefined) return { state, readings: [] };
    const today = addPeriod(state.today, { exposure, from: period.from });
    const isLast = Math.floor(period.to / DAY) !== today.day;
    if (!isLast) return { state: { ...state, today }, readings: [] };
    if (state.first.n < FIRST_DAYS)
      return { state: { first: addToMoments(state.first, today.mean), today: null }, readings: [] };
    const reading = narrowed({ first: state.first, today: today.mean, margin: params.margin, exposure }, context);
    return { state: { ...state, today: null }, readings: [reading] };
  },
});

type Exposure = Omit<NonNullable<Seen["exposure"]>, "sketch">;

/** What was shown; of a system that gives labels, what it said. One that acts or not has its own monitor of actions. */
function exposureOf({ system }: MonitorContext, { exposure, said }: Seen): Exposure | undefined {
  if (exposure !== undefined) return exposure.shown > 0 ? exposure : undefined;
  const shown = Object.values(said).reduce((sum, n) => sum + n, 0);
  if (system.policy.policy === "act-if" || shown === 0) return undefined;
  return { shown, distinct: Object.keys(said).length, top: said };
}

function addPeriod(before: Today | null, { exposure, from }: { exposure: Exposure; from: number }): Today {
  const day = Math.floor(from / DAY);
  const at = before?.day === day ? before : { day, shown: 0, mean: 0 };
  const shown = at.shown + exposure.shown;
  return { day, shown, mean: at.mean + ((Math.log(effectiveNumber(exposure)) - at.mean) * exposure.shown) / shown };
}

/** How many things it is as if all were shown alike often: e to the entropy, what is not among the most shown spread evenly. */
function effectiveNumber({ shown, distinct, top }: Exposure): number {
  const counts = Object.values(top).filter((n) => n > 0);
  const rest = Math.max(0, shown - counts.reduce((sum, n) => sum + n, 0));
  const others = Math.max(1, distinct - counts.length);
  const term = (n: number): number => (n > 0 ? -(n / shown) * Math.log(n / shown) : 0);
  return Math.exp(counts.reduce((sum, n) => sum + term(n), 0) + others * term(rest / others));
}

interface Narrowing {
  readonly first: Moments;
  readonly today: number;
  readonly margin: number;
  /** Of the last period. */
  readonly exposure: Exposure;
}

function narrowed({ first, today, margin, exposure }: Narrowing, { system }: MonitorContext): Reading {
  const line = first.mean + Math.log(1 - margin);
  // The first weeks tell their own mean only so well; days that were all alike may still differ by a hundredth.
  const deviation = Math.max(0.01, Math.sqrt((first.m2 / (first.n - 1)) * (1 + 1 / first.n)));
  const [most = 0] = Object.values(exposure.top).toSorted((a, b) => b - a);
  const [value, usual] = [Math.exp(today), Math.exp(first.mean)];
  return {
    ...{
      kind: "exposure.narrowed",
      about: { part: "action", name: system.name },
      over: "day",
      unit: "things",
      reach: 1,
    },
    evidence: beyondEvidence({ value: today, line, deviation, wrong: "below" }),
    ...{ value, expected: [Math.exp(line), Math.exp(first.mean + 3 * deviation)] },
    says: `it is as if ${wordNumber(value)} different things were shown alike often, ${wordNumber(usual)} in the first weeks; the most shown takes ${wordShare(most / exposure.shown)}`,
  };
}
