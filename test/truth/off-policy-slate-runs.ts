import { type SlateLog, slatePolicy } from "../../src/evaluate/index.ts";
import { type Ranker, type Reading, slateLog, slateValue } from "./off-policy-slates.ts";
import { noTally, note, type Tally } from "./tally.ts";

/** How rankings were drawn, how they are read, and which chances were logged. */
export interface SlateSetting {
  readonly name: string;
  readonly reading: Reading;
  readonly repeats: boolean;
  readonly chances: SlateLog["chances"];
}

const LOGGING = [0.4, 0.2, 0, 0, 0];
const TARGET = [0, 0, 0.2, 0.8, 1];
const DECISIONS = 3_000;

export const SLATES: readonly SlateSetting[] = [
  { name: "each position by itself", reading: "independent", repeats: true, chances: "independent" },
  { name: "each position by itself, marginal chances", reading: "independent", repeats: false, chances: "marginal" },
  { name: "read from the top, without repeating", reading: "cascade", repeats: false, chances: "given-above" },
  { name: "read from the top, positions drawn apart", reading: "cascade", repeats: true, chances: "independent" },
];

/** Where an estimator assumes what does not hold, and is known to be biased. */
export const BIASED: ReadonlySet<string> = new Set(
  ["independent", "pseudo-inverse"].flatMap((name) => [
    `read from the top, positions drawn apart/${name}`,
    `read from the top, positions drawn apart/${name}, movement`,
  ]),
);

/** Every estimate of a setting over many runs. */
export function runSlates({ reading, repeats, chances }: SlateSetting, runs: number): Readonly<Record<string, Tally>> {
  const logging: Ranker = { repeats, scores: LOGGING };
  const target: Ranker = { repeats, scores: TARGET };
  const truth = slateValue(reading, target);
  const moved = truth - slateValue(reading, logging);
  const tallies: Record<string, Tally> = {};
  const add = (name: string, found: Parameters<typeof note>[1], is: number): void => {
    tallies[name] = note(tallies[name] ?? noTally, found, is);
  };
  for (let run = 0; run < runs; run++) {
    const log = slateLog({ reading, logging, target, decisions: DECISIONS, run, chances });
    for (const { estimator, value, movement } of slatePolicy(log).estimates) {
      add(estimator, value, truth);
      add(`${estimator}, movement`, movement, moved);
    }
  }
  return tallies;
}
