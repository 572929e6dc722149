import { formatNumber } from "../../../report/index.ts";
import { type Baseline, type Look, type Looked, openBaseline } from "../baseline/baseline.ts";
import { lookWith } from "../baseline/stand-in.ts";
import { both } from "../evidence/combine.ts";
import { type ByPart, type Input, inputsIn, stepEach } from "../inputs/inputs.ts";
import { defineMonitor, type Monitor, type MonitorStep, type Reading } from "../monitor.ts";
import { sayFactor } from "../units/factors.ts";
import { FEWEST_NUMBERS, type UnitMeasures, unitMeasures } from "../units/measure-units.ts";

interface Units {
  readonly size: Baseline;
  readonly scatter: Baseline;
  readonly place: Baseline;
}

const KINDS = ["input.unit-changed", "input.offset"];

/** Numbers that became a multiple of what they were, or lie higher or lower by a constant: another unit, another zero. It names which. */
export const unitChange: Monitor<Record<never, never>, ByPart<Units>> = defineMonitor({
  about: "a number that was multiplied, or has a constant added",
  kinds: KINDS,
  params: {},
  restartsWithReference: true,
  start: (): ByPart<Units> => ({}),
  step(state, period, { context }) {
    const inputs = inputsIn(context, period);
    const stepped = stepEach(state, inputs, (input, before: Units | undefined) => {
      const [now, then] = [unitMeasures(input.seen, input.reference), unitMeasures(input.reference, input.reference)];
      if (now === undefined || then === undefined) return undefined;
      return stepUnits({ input, now, then }, before ?? opened(context.periodMs), period.from);
    });
    const counts = inputs.flatMap(({ seen, reference }) =>
      reference.numbers === undefined ? [] : [seen.numbers?.n ?? 0],
    );
    if (counts.length === 0) return stepped;
    const most = counts.reduce((one, other) => Math.max(one, other));
    return { ...stepped, counted: [{ kinds: KINDS, of: "values of a number", n: most, least: FEWEST_NUMBERS }] };
  },
});

function opened(periodMs: number): Units {
  const empty = openBaseline(periodMs, 0.1);
  return { size: empty, scatter: empty, place: empty };
}

interface Measured {
  readonly input: Input;
  readonly now: UnitMeasures;
  readonly then: UnitMeasures;
}

/** While nothing else is known a number is thought to lie within a third and three times, and two scatters, of training. */
const TRIPLE = Math.log(3);
const GUESS = 0.3;

function stepUnits({ input, now, then }: Measured, before: Units, at: number): MonitorStep<Units> {
  const look = (
    baseline: Baseline,
    measure: Omit<Look, "at">,
    stand: { expected: number; tolerance: number },
  ): Looked => lookWith(baseline, { ...measure, at }, { ...stand, guess: GUESS });
  const scatter = look(before.scatter, now.scatter, { expected: then.scatter.value, tolerance: TRIPLE });
  const place = look(before.place, now.place, { expected: 0, tolerance: 2 });
  const size =
    now.size === undefined
      ? undefined
      : look(before.size, now.size, { expected: (then.size ?? now.size).value, tolerance: TRIPLE });
  const leaps = {
    scatter: leapOf(scatter, now.scatter.value),
    size: leapOf(size, now.size?.value),
    place: leapOf(place, now.place.value),
  };
  return {
    state: { scatter: scatter.baseline, place: place.baseline, size: size?.baseline ?? before.size },
    readings: [scaled(input, { leaps, size, scatter }), moved(input, { leaps, place })],
  };
}

function leapOf(looked: Looked | undefined, value: number | undefined): number | undefined {
  return looked?.expected == null || value === undefined ? undefined : value - looked.expected.mean;
}

interface Leaps {
  readonly scatter: number | undefined;
  readonly size: number | undefined;
  readonly place: number | undefined;
}

/** By so much at least a unit differs, and so far may mean and scatter differ over it. */
const LEAST_FACTOR = Math.log(1.5);
const SAME = 0.35;

/** Mean and scatter grew by the same factor. */
function scaled(
  { about, reach, seen }: Input,
  { leaps, size, scatter }: { readonly leaps: Leaps; readonly size: Looked | undefined; readonly scatter: Looked },
): Reading {
  const { size: ofSize, scatter: ofScatter = 0 } = leaps;
  const isSame = ofSize === undefined || Math.abs(ofSize - ofScatter) < SAME;
  const isUnit = isSame && Math.abs(ofScatter) > LEAST_FACTOR;
  const all = both(scatter.evidence, size?.evidence ?? scatter.evidence);
  const factor = Math.exp(((ofSize ?? ofScatter) + ofScatter) / 2);
  const says = (): string =>
    `${about.name} is ${sayFactor(factor)} what is usual: its mean is ${formatNumber(seen.numbers?.mean ?? 0)}, and its scatter grew by the same factor`;
  return {
    ...{ kind: "input.unit-changed", about, evidence: isUnit ? all : Math.min(0, all) },
    ...{ value: factor, expected: [1 / 1.5, 1.5], unit: "times what is usual", reach },
    says: isUnit ? says() : `${about.name} has the size that is usual`,
  };
}

/** The least distance that is called another zero, and the most that scatter may have changed beside it. */
const LEAST_MOVE = 1.5;
const SAME_SCATTER = Math.log(1.25);

/** The mean moved, and the scatter stayed. */
function moved(
  { about, reach, seen, reference }: Input,
  { leaps, place }: { readonly leaps: Leaps; readonly place: Looked },
): Reading {
  const { place: by = 0, scatter = 0 } = leaps;
  const isMove = Math.abs(by) > LEAST_MOVE && Math.abs(scatter) < SAME_SCATTER;
  const { n = 2, m2 = 0 } = reference.numbers ?? {};
  const amount = Math.abs(by) * Math.sqrt(m2 / (n - 1));
  const says = (): string =>
    `${about.name} is ${by > 0 ? "higher" : "lower"} by about ${formatNumber(amount)} throughout: its mean is ${formatNumber(seen.numbers?.mean ?? 0)}, and its scatter is what it was`;
  return {
    ...{ kind: "input.offset", about, evidence: isMove ? place.evidence : Math.min(0, place.evidence) },
    ...{ value: by, expected: [-LEAST_MOVE, LEAST_MOVE], unit: "standard deviations", reach },
    says: isMove ? says() : `${about.name} has the zero that is usual`,
  };
}
