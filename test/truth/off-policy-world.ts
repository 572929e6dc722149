import type { PolicyLog } from "../../src/evaluate/index.ts";
import { type Rng, rng } from "../../src/kernel/index.ts";

/** A business whose truth is known: cases of a few kinds, actions, and how likely each action succeeds in each kind of case. */
export interface World {
  readonly cases: number;
  readonly actions: number;
  /** By case and action. */
  readonly success: readonly (readonly number[])[];
}

/** The chance of each action in each kind of case. */
export type Policy = readonly (readonly number[])[];

/** A world from a seed: success rates from 5 % to 95 %. */
export function world({ seed, cases = 40, actions = 5 }: { seed: number; cases?: number; actions?: number }): World {
  const draws = rng({ seed, purpose: "truth.world" });
  const success = Array.from({ length: cases }, () =>
    Array.from({ length: actions }, () => 0.05 + 0.9 * draws.uniform()),
  );
  return { cases, actions, success };
}

function softmax(scores: readonly number[]): readonly number[] {
  const powers = scores.map((score) => Math.exp(score));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

/** Prefers what succeeds, the more the sharper; below 0 it prefers what fails. */
export function preferring(of: World, sharpness: number): Policy {
  return of.success.map((row) => softmax(row.map((p) => sharpness * p)));
}

/** Does one thing in each case, but for a share that is left to chance. */
export function habit(of: World, share: number): Policy {
  return of.success.map((_, i) =>
    Array.from({ length: of.actions }, (__, a) => share / of.actions + (a === i % of.actions ? 1 - share : 0)),
  );
}

/** What a policy is worth per decision, exactly: cases are equally frequent. */
export function worthOf(of: World, policy: Policy): number {
  let sum = 0;
  of.success.forEach((row, i) => {
    row.forEach((p, a) => {
      sum += (policy[i]![a]! * p) / of.cases;
    });
  });
  return sum;
}

/** What a model believes of the success rates. */
export type Beliefs = readonly (readonly number[])[];

export const BELIEFS: Readonly<Record<"right" | "wrong", (of: World) => Beliefs>> = {
  right: ({ success }) => success,
  /** Half of what is true, and the actions mixed up. */
  wrong: ({ success }) => success.map((row) => row.map((_, a) => 0.5 * row[(a + 1) % row.length]!)),
};

export interface Logging {
  readonly of: World;
  readonly logging: Policy;
  readonly target: Policy;
  readonly beliefs: Beliefs;
  readonly decisions: number;
  /** Decisions of one entity; its cases and luck are alike. Default 1. */
  readonly perEntity?: number;
  readonly seed: number;
  readonly run: number;
}

function drawIndex(shares: readonly number[], uniform: number): number {
  let sum = 0;
  for (let i = 0; i < shares.length; i++) {
    sum += shares[i]!;
    if (uniform < sum) return i;
  }
  return shares.length - 1;
}

/** Logs decisions of one policy, with what the target would have done. */
export function logOf(asked: Logging): PolicyLog & { readonly entity: Int32Array } {
  const { of, logging, target, beliefs, decisions, perEntity = 1, seed, run } = asked;
  const draws: Rng = rng({ seed, unit: run, purpose: "truth.log" });
  const column = (): Float64Array => new Float64Array(decisions);
  const log = {
    reward: column(),
    propensity: column(),
    target: column(),
    unsupported: column(),
    predicted: column(),
    predictedTarget: column(),
    entity: new Int32Array(decisions),
  };
  let [kind, luck] = [0, 0];
  for (let row = 0; row < decisions; row++) {
    if (row % perEntity === 0) [kind, luck] = [draws.integer(of.cases), draws.uniform()];
    const [from, to] = [logging[kind]!, target[kind]!];
    const action = drawIndex(from, draws.uniform());
    // One number for all decisions of an entity: who succeeds once succeeds again, and the rate stays what it is.
    const fortune = perEntity > 1 ? luck : draws.uniform();
    log.reward[row] = fortune < of.success[kind]![action]! ? 1 : 0;
    log.propensity[row] = from[action]!;
    log.target[row] = to[action]!;
    log.unsupported[row] = to.reduce((sum, share, a) => sum + (from[a] === 0 ? share : 0), 0);
    log.predicted[row] = beliefs[kind]![action]!;
    log.predictedTarget[row] = to.reduce((sum, share, a) => sum + share * beliefs[kind]![a]!, 0);
    log.entity[row] = Math.floor(row / perEntity);
  }
  return log;
}
