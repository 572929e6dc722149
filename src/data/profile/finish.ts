import { insufficient, isInsufficient } from "../../kernel/index.ts";
import { countedValues, distinctOf, rankError, sampledValues, varianceOf } from "../../stats/index.ts";
import { alikePairs, duplicateColumns } from "./alike.ts";
import { associationOf } from "./association.ts";
import { momentsIn, type NumberState } from "./number-state.ts";
import type { ColumnProfile, NumberProfile, Profile, Quantile, Summary, TextProfile } from "./profile.ts";
import type { ColumnState, ProfileState } from "./profile-state.ts";
import { SHAPES } from "./text-shape.ts";
import type { TextState } from "./text-state.ts";
import { summariseTimes } from "./time-summary.ts";

/** The profile that a state amounts to. The state can go on. */
export function finishProfile(state: ProfileState): Profile {
  const columns = state.columns.map(({ values }) => values);
  return {
    rows: state.rows,
    ...(state.label === null ? {} : { label: state.label }),
    columns: state.columns.map(columnProfile),
    duplicates: duplicateColumns(columns),
    alike: alikePairs(columns.filter((column) => column.kind !== "text")),
  };
}

function columnProfile({ values, label }: ColumnState): ColumnProfile {
  const association = label === null ? {} : { label: associationOf(label) };
  return values.kind === "text" ? { ...texts(values), ...association } : { ...numbers(values), ...association };
}

type Common = Pick<ColumnProfile, "name" | "count" | "missing" | "distinct" | "values" | "countError" | "constant">;

function common({ name, rows, missing, counter }: NumberState | TextState): Common {
  const distinct = distinctOf(counter);
  const isOne = distinct.value === 1 && distinct.error === 0 && missing === 0;
  return {
    name,
    count: rows - missing,
    missing,
    // An estimate may not say more than there are rows.
    distinct: { ...distinct, value: Math.min(distinct.value, rows - missing) },
    values: countedValues(counter),
    countError: counter.lost,
    constant: isOne || missing === rows,
  };
}

function texts(state: TextState): TextProfile {
  const count = state.rows - state.missing;
  const { shortest, longest, characters } = state;
  const shapes = SHAPES.map((shape, i) => [shape, state.shapes[i] as number] as const).filter(([, rows]) => rows > 0);
  return {
    kind: "text",
    ...common(state),
    length:
      count === 0
        ? insufficient("too-few-rows", { need: 1, have: 0 })
        : { min: shortest, mean: characters / count, max: longest },
    shapes: Object.fromEntries(shapes),
  };
}

function numbers(state: NumberState): NumberProfile {
  const sample = sampledValues(state.sample);
  const facts = common(state);
  return {
    kind: state.kind,
    ...facts,
    numbers: facts.count === 0 ? insufficient("too-few-rows", { need: 1, have: 0 }) : summary(state, sample),
    sample,
    rankError: rankError(sample.length, facts.count),
    ...(state.times === undefined ? {} : { times: summariseTimes(state.times) }),
  };
}

const SHARES = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99];

function summary(state: NumberState, sample: Float64Array): Summary {
  const { min, max, zeros, negatives, whole } = state;
  const moments = momentsIn(state);
  return {
    min,
    max,
    mean: moments.mean,
    variance: varianceOf(moments),
    zeros,
    negatives,
    whole,
    quantiles: SHARES.map((at): Quantile => ({ at, value: quantileOf(sample, at) })),
  };
}

/** The value below which a share of an ascending sample lies, between neighbours in proportion. Hyndman, Fan, 1996, type 7. */
export function quantileOf(sorted: ArrayLike<number>, at: number): number {
  const place = (sorted.length - 1) * at;
  const below = Math.floor(place);
  const [low, high] = [sorted[below] as number, sorted[Math.min(below + 1, sorted.length - 1)] as number];
  return low + (high - low) * (place - below);
}

/** The standard deviation of a column of numbers; 0 where it has none. */
export function deviationOf({ numbers: found }: NumberProfile): number {
  if (isInsufficient(found) || isInsufficient(found.variance)) return 0;
  return Math.sqrt(found.variance);
}
