import { expect, test } from "vitest";
import { isInsufficient } from "../../kernel/index.ts";
import { type OffPolicyEstimate, offPolicy, slatePolicy } from "../index.ts";

/**
 * The same log as in Python, by formulas alone: three actions, whose chances and rewards follow from the row's number. The
 * actions are drawn with low-discrepancy numbers, so that they come as often as their chances say.
 */
const ROWS = 200;
const ACTIONS = [0, 1, 2] as const;
const rows = Array.from({ length: ROWS }, (_, i) => i);
const shares = (weights: readonly number[]): readonly number[] => {
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
};
const logging = rows.map((i) => shares(ACTIONS.map((a) => 1 + ((i * (a + 1)) % 5))));
const target = rows.map((i) => shares(ACTIONS.map((a) => 1 + ((i + 2 * a) % 4))));
const rolled = (of: readonly (readonly number[])[]) => of.map(([a, b, c]) => [c!, a!, b!]);

function drawn(of: readonly (readonly number[])[], step: number): readonly number[] {
  return of.map(([first, second], i) => {
    const uniform = (i * step) % 1;
    if (uniform < first!) return 0;
    return uniform < first! + second! ? 1 : 2;
  });
}

const column = (of: (i: number) => number): Float64Array => Float64Array.from(rows, of);
const first = drawn(logging, 0.618034);
const top = {
  reward: column((i) => ((i * 0.7548776) % 1 < 0.2 + 0.2 * first[i]! ? 1 : 0)),
  propensity: column((i) => logging[i]![first[i]!]!),
  target: column((i) => target[i]![first[i]!]!),
};

function valueBy(estimates: readonly OffPolicyEstimate[], name: string): number {
  const found = estimates.find(({ estimator }) => estimator === name)!.value;
  if (isInsufficient(found)) throw new Error(found.reason);
  return found.value;
}

/** Open Bandit Pipeline, Python package obp 0.4.1, on the same log: `estimate_policy_value` of each estimator. */
test.each([
  ["ips", 0.3851279761904762],
  ["snips", 0.39100775531096477],
  ["doubly-robust", 0.3906434226190476],
  ["switch-dr", 0.38758270833333336],
])("%s agrees with obp", (name, want) => {
  const predicted = column((i) => 0.25 + 0.1 * first[i]!);
  const predictedTarget = column((i) => target[i]!.reduce((sum, share, a) => sum + share * (0.25 + 0.1 * a), 0));
  const { estimates } = offPolicy({ ...top, predicted, predictedTarget }, { switchAt: 1.5 });
  expect(valueBy(estimates, name)).toBeCloseTo(want, 12);
});

/** The first two from obp 0.4.1; the others by their published formulas in NumPy, obp having neither. */
test.each([
  ["whole", 0.7548869265164398],
  ["independent", 0.7348297619047619],
  ["reward-interaction", 0.7628184281151944],
  ["pseudo-inverse", 0.7069107142857143],
])("of rankings, %s agrees", (name, want) => {
  const [from, to] = [rolled(logging), rolled(target)];
  const second = drawn(from, 0.5698403);
  const below = {
    reward: column((i) => ((i * 0.381966) % 1 < 0.1 + 0.25 * second[i]! ? 1 : 0)),
    propensity: column((i) => from[i]![second[i]!]!),
    target: column((i) => to[i]![second[i]!]!),
  };
  const { estimates } = slatePolicy({ positions: [top, below], chances: "independent" });
  expect(valueBy(estimates, name)).toBeCloseTo(want, 12);
});
