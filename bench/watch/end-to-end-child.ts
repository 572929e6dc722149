/**
 * `node bench/watch/end-to-end-child.ts <features> <decisions> <periods> [fields]`: lives through so many hours of a system with so
 * many features; with `fields`, each is also a field that is given, and counts twice. Of every hour so many decisions are parsed and
 * counted; then all monitors look at it, and what they know is written as JSON, in pieces, as a server's watch does.
 * Prints one line of JSON.
 */
import { hash } from "node:crypto";
import { contract, csv, flag, number, tableOf } from "../../src/data/index.ts";
import { rng } from "../../src/kernel/index.ts";
import { moneySaved } from "../../src/objective/index.ts";
import { actIf } from "../../src/policy/index.ts";
import type { DecisionRecord } from "../../src/records/index.ts";
import { binary, logistic, on, type SystemDefinition } from "../../src/system/index.ts";
import { monitorRun, openSeen, referenceOf, statePieces } from "../../src/watch/index.ts";

const [features = 0, decisions = 0, periods = 0] = process.argv.slice(2).map(Number);
const isGiven = process.argv[5] === "fields";
const START = Date.UTC(2026, 0, 5);
const HOUR = 3_600_000;
/** Decisions that differ; they come again and again. */
const DIFFERENT = 100;
/** Rows of the reference. */
const LEARNED = 500;

const names = Array.from({ length: features }, (_, i) => `feature_${i}`);
const draws = rng({ seed: 1, purpose: "bench" });
const rowOf = (): Record<string, number | null> =>
  Object.fromEntries(names.map((name) => [name, draws.uniform() < 0.05 ? null : draws.normal()]));

const h = on(
  contract({
    ...Object.fromEntries(names.map((name) => [name, number({ missing: 1 })])),
    left: flag({ known: "after" }),
  }),
);
const system = h.system({
  name: "shop",
  source: csv("shop.csv"),
  objective: {
    ...{ metric: moneySaved, direction: "increase", baseline: 0, target: 1, by: "2027-12-31", currency: "USD" },
    ...{ payoff: { call: { yes: 100, no: 0 }, skip: { yes: 0, no: 0 } }, cost: { call: 10 } },
    ...{ asked: "sales", approves: ["finance"] },
  },
  outcomes: {
    left: h.outcome({
      within: "1d",
      history: (r) => (r as unknown as { readonly left: never }).left,
      changedByActing: false,
    }),
  },
  features: h.features((r) => r as never),
  rule: (f: Readonly<Record<string, { atLeast(n: number): unknown }>>) => f.feature_0?.atLeast(2),
  heads: { risk: binary({ label: "left", learner: logistic() }) },
  weights: { risk: { start: 1, min: 0, max: 1 } },
  policy: actIf({ threshold: "from-payoff" }),
} as never) as unknown as SystemDefinition;

const kinds = Object.fromEntries(names.map((name) => [name, "number" as const]));
const outputs = Float64Array.from({ length: LEARNED }, () => 0.1 + 0.8 * draws.uniform());
const learned = tableOf(kinds, Array.from({ length: LEARNED }, rowOf));
const reference = referenceOf({
  ...{ system: "shop", models: { risk: "mdl_1" }, at: START, features: learned, score: outputs },
  fields: isGiven ? learned : tableOf({}, []),
  heads: {
    risk: { outputs, classes: [], isProbability: true, labels: outputs.map((p) => Number(draws.uniform() < p)) },
  },
  ...{ importance: [Object.fromEntries(names.map((name) => [name, 1 / features]))], nodes: system.features },
});

function textOf(): string {
  const seen = rowOf();
  const score = 0.1 + 0.8 * draws.uniform();
  return JSON.stringify({
    ...{ system: "shop", plan: "p", arm: "champion", purpose: "champion", eligible: false, release: "r" },
    versions: { models: {}, weights: "w", policy: "p", contract: "c" },
    ...{ given: isGiven ? seen : {}, features: seen, heads: { risk: [score] }, score, action: "skip", acted: false },
    ...{ propensity: 1, reasons: ["policy.below-cutoff"], took: 3 },
  });
}

const texts = Array.from({ length: DIFFERENT }, textOf);
const run = monitorRun({ system, reference });
const spent = { counting: 0, looking: 0, keeping: 0 };
let [bytes, alarms, readings] = [0, 0, 0];
function timed<T>(what: keyof typeof spent, work: () => T): T {
  const cpu = process.cpuUsage();
  const made = work();
  const { user, system: kernel } = process.cpuUsage(cpu);
  spent[what] += (user + kernel) / 1e6;
  return made;
}

/** What is given to a disk, with its hash, which names it there. */
function textBytes(text: string): number {
  const bytes = new TextEncoder().encode(text);
  hash("sha256", bytes);
  return bytes.length;
}

for (let p = 0; p < periods; p++) {
  const from = START + p * HOUR;
  const seen = timed("counting", () => {
    const open = openSeen(reference.layout, { from, to: from + HOUR, system });
    for (let i = 0; i < decisions; i++) {
      const at = from + (i * HOUR) / decisions;
      const body = JSON.parse(texts[draws.integer(DIFFERENT)] as string) as DecisionRecord["body"];
      open.add({ v: 1, kind: "decision", id: `dec_${p}_${i}`, at, body });
    }
    return open.read();
  });
  const looked = timed("looking", () => run.step(seen));
  alarms += looked.alarms.length;
  readings += looked.readings.length;
  bytes = timed("keeping", () => {
    let kept = textBytes(JSON.stringify(seen));
    for (const piece of statePieces(run.state)) kept += textBytes(piece);
    return kept;
  });
}
process.stdout.write(JSON.stringify({ ...spent, bytes, alarms, readings: readings / periods }));
