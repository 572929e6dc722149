import { offPolicy } from "../../src/evaluate/index.ts";
import { BELIEFS, habit, logOf, type Policy, preferring, type World, world, worthOf } from "./off-policy-world.ts";
import { noTally, note, type Tally } from "./tally.ts";

/** One setting whose truth is known: what logged, what is judged, how much was logged. */
export interface Setting {
  readonly name: string;
  readonly of: World;
  readonly logging: Policy;
  readonly target: Policy;
  readonly decisions: number;
  readonly perEntity?: number;
  readonly beliefs?: keyof typeof BELIEFS;
  /** Whether entities are told to the estimator. Default: where there are any. */
  readonly clustered?: boolean;
}

const one = world({ seed: 11 });
/** The same where success is fifty times as rare. */
const rare: World = { ...one, success: one.success.map((row) => row.map((p) => p / 50)) };

/** From where estimating is easy to where it is impossible. */
export const SETTINGS: readonly Setting[] = [
  { name: "near uniform", of: one, logging: preferring(one, 0.3), target: preferring(one, 4), decisions: 1_000 },
  { name: "leaning", of: one, logging: preferring(one, -1.5), target: preferring(one, 2), decisions: 2_000 },
  {
    name: "leaning, a wrong model",
    of: one,
    logging: preferring(one, -1.5),
    target: preferring(one, 2),
    decisions: 2_000,
    beliefs: "wrong",
  },
  {
    name: "a habit, 20 % left to chance",
    of: one,
    logging: habit(one, 0.2),
    target: preferring(one, 6),
    decisions: 4_000,
  },
  {
    name: "peaked: 5 % left to chance",
    of: one,
    logging: habit(one, 0.05),
    target: preferring(one, 2),
    decisions: 20_000,
  },
  {
    name: "five decisions an entity",
    of: one,
    logging: preferring(one, -1),
    target: preferring(one, 2),
    decisions: 5_000,
    perEntity: 5,
  },
  {
    name: "one in a hundred succeeds",
    of: rare,
    logging: preferring(one, -0.5),
    target: preferring(one, 1.5),
    decisions: 5_000,
  },
];

/** Where nothing may be claimed. */
export const HOPELESS: readonly Setting[] = [
  { name: "nothing left to chance", of: one, logging: habit(one, 0), target: preferring(one, 2), decisions: 2_000 },
  {
    name: "peaked, and few decisions",
    of: one,
    logging: habit(one, 0.01),
    target: preferring(one, 4),
    decisions: 2_000,
  },
];

/** Everything that is estimated of a setting, by name, over many runs. */
export function runSetting(setting: Setting, runs: number, seed = 1): Readonly<Record<string, Tally>> {
  const { of, logging, target, decisions, perEntity = 1, beliefs = "right", clustered = perEntity > 1 } = setting;
  const truth = worthOf(of, target);
  const moved = truth - worthOf(of, logging);
  const tallies: Record<string, Tally> = {};
  const add = (name: string, found: Parameters<typeof note>[1], is: number): void => {
    tallies[name] = note(tallies[name] ?? noTally, found, is);
  };
  for (let run = 0; run < runs; run++) {
    const { entity, ...log } = logOf({
      of,
      logging,
      target,
      decisions,
      perEntity,
      beliefs: BELIEFS[beliefs](of),
      seed,
      run,
    });
    const found = offPolicy(clustered ? { ...log, entity } : log, { range: { low: 0, high: 1 } });
    for (const { estimator, value, movement } of found.estimates) {
      add(estimator, value, truth);
      add(`${estimator}, movement`, movement, moved);
    }
    add("guaranteed", found.guaranteed, truth);
    for (const { cap, honest } of found.caps)
      if (cap === 2 || cap === 10) add(`capped at ${cap}, honest`, honest, truth);
  }
  return tallies;
}
