import { expect, test } from "vitest";
import { hashBytes, resolveParams, rng } from "../kernel/index.ts";
import { gbdt, type Service, type Team, type TrainingSet } from "../learn/index.ts";
import { encodeModel } from "../model/index.ts";
import { threadTeam } from "./thread-team.ts";

/** Large enough that leaves are counted, scanned and sorted in parts. */
function problem(rows: number): TrainingSet {
  const columns = Array.from({ length: 24 }, (_, f) => ({
    name: `f${f}`,
    kind: "number" as const,
    values: Float64Array.from({ length: rows }, (_, unit) => rng({ seed: f, unit, purpose: "x" }).uniform()),
  }));
  const label = Float64Array.from({ length: rows }, (_, row) =>
    columns[0]!.values[row]! + columns[1]!.values[row]! * columns[2]!.values[row]! > 0.7 ? 1 : 0,
  );
  return { features: { rows, columns }, label, classes: [] };
}

const training = problem(40_000);
// 40,000 × 24 × 48: enough work for helpers to be asked.
const params = resolveParams("gbdt", gbdt.params, { rounds: 48 });

function fitWith(team: Team | undefined): string {
  const context = { task: "binary" as const, seed: 1, ...(team === undefined ? {} : { team }) };
  return hashBytes(encodeModel(gbdt.fit(training, params, context)));
}

test("any number of threads gives the same bytes, fit after fit", () => {
  const alone = fitWith(undefined);
  const [two, three] = [threadTeam(2), threadTeam(3)];
  for (const team of [two, three, two]) expect(fitWith(team)).toBe(alone);
});

test("nobody is asked to help with a fit that is over before they come", () => {
  const asked: Service[] = [];
  const team: Team = { threads: 2, enlist: (service) => void asked.push(service) };
  gbdt.fit(problem(1_000), params, { task: "binary", seed: 1, team });
  expect(asked).toEqual([]);
  gbdt.fit(training, params, { task: "binary", seed: 1, team });
  expect(asked).toHaveLength(1);
});

test("a team whose threads never come is done without", () => {
  const absent = { threads: 4, enlist: () => undefined };
  expect(fitWith(absent)).toBe(fitWith(undefined));
});

test("a helper that takes a part and vanishes costs two seconds, not the fit", { timeout: 30_000 }, () => {
  const thief = {
    threads: 2,
    enlist({ memory, control }: Service) {
      // What a helper does first: it claims a part. Here nobody does the work.
      const words = new Int32Array((memory as { buffer: SharedArrayBuffer }).buffer);
      const cursor = (control + 64) / 4;
      setThief(words, cursor);
    },
  };
  expect(fitWith(thief)).toBe(fitWith(undefined));
});

/** Steals the first part of whatever comes first, from another thread. */
function setThief(words: Int32Array, cursor: number): void {
  const { Worker } = process.getBuiltinModule("node:worker_threads");
  const code = `const { workerData: { words, cursor } } = require("node:worker_threads");
    for (;;) { const claim = Atomics.load(words, cursor);
      if ((claim & 0xffff) < (claim >>> 16) && Atomics.compareExchange(words, cursor, claim, claim + 1) === claim) break; }`;
  new Worker(code, { eval: true, workerData: { words, cursor } }).unref();
}
