/**
 * `node bench/watch/seen-child.ts <decisions> <parse|add>`: counts so many decisions of 1,000 numeric features, from the text that
 * a journal holds or as they stand in memory. Prints one line of JSON.
 */
import { tableOf } from "../../src/data/index.ts";
import { rng } from "../../src/kernel/index.ts";
import type { DecisionRecord } from "../../src/records/index.ts";
import { layoutOf } from "../../src/watch/seen/layout.ts";
import { openSeen } from "../../src/watch/seen/open-seen.ts";

const FEATURES = 1_000;
/** Decisions that differ; they come again and again. */
const DIFFERENT = 100;
const START = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;

const [decisions, way] = [Number(process.argv[2]), process.argv[3]];
const names = Array.from({ length: FEATURES }, (_, i) => `feature_${i}`);
const draws = rng({ seed: 1, purpose: "bench" });
const rowsOf = (count: number): Record<string, number | null>[] =>
  Array.from({ length: count }, () =>
    Object.fromEntries(names.map((name) => [name, draws.uniform() < 0.05 ? null : draws.normal()])),
  );

function decisionOf(features: Record<string, number | null>, i: number): DecisionRecord {
  return {
    ...{ v: 1, kind: "decision", id: `dec_${i}`, at: START + i, subject: `${i}` },
    body: {
      ...{ system: "shop", plan: "p", arm: "champion", purpose: "champion", eligible: false, release: "r" },
      versions: { models: {}, weights: "w", policy: "p", contract: "c" },
      ...{ given: {}, features, heads: { risk: [0.1 + (i % 800) / 1_000] }, score: 0.1 + (i % 800) / 1_000 },
      ...{ action: i % 10 === 0 ? "call" : "skip", acted: i % 10 === 0, propensity: 1 },
      ...{ reasons: ["policy.below-cutoff"], took: 3 + (i % 7) },
    },
  };
}

const kinds = Object.fromEntries(names.map((name) => [name, "number" as const]));
const score = Array.from({ length: 800 }, (_, i) => 0.1 + i / 1_000);
const layout = layoutOf({
  ...{ fields: tableOf({}, []), features: tableOf(kinds, rowsOf(DIFFERENT)), heads: { risk: score } },
  score,
});
const texts = rowsOf(DIFFERENT).map((row, i) => JSON.stringify(decisionOf(row, i)));
const ready = way === "parse" ? [] : texts.map((text) => JSON.parse(text) as DecisionRecord);
const open = openSeen(layout, { from: START, to: START + HOUR, system: { slices: [], outcomes: {} } });
const cpu = process.cpuUsage();
const started = performance.now();
for (let i = 0; i < decisions; i++) {
  const at = i % DIFFERENT;
  open.add(way === "parse" ? (JSON.parse(texts[at] as string) as DecisionRecord) : (ready[at] as DecisionRecord));
}
const seconds = (performance.now() - started) / 1_000;
const { user, system } = process.cpuUsage(cpu);
const before = performance.now();
const text = JSON.stringify(open.read());
const readMs = performance.now() - before;
process.stdout.write(
  JSON.stringify({ seconds, cpu: (user + system) / 1e6, values: decisions * FEATURES, readMs, bytes: text.length }),
);
