import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fileBlobs, inlineCompute } from "../../backends/index.ts";
import { type Row, tableOf } from "../../data/index.ts";
import { hashBytes, rng } from "../../kernel/index.ts";
import { resolveLearner, type TrainingSet } from "../../learn/index.ts";
import { encodeModel } from "../../model/index.ts";
import type { Blobs, Compute } from "../../store/index.ts";
import { fitPartitioned, type PartitionWork } from "./fit-partitioned.ts";

/** 400 towns in 10 countries; every third town turns the slope of x around. */
function towns(): TrainingSet {
  const label: number[] = [];
  const rows = Array.from({ length: 24_000 }, (_, unit): Row => {
    const draw = rng({ seed: 2, unit, purpose: "towns" });
    const [town, x] = [unit % 400, draw.normal()];
    const slope = town % 3 === 0 ? -2 : 2;
    label.push(draw.uniform() < 1 / (1 + Math.exp(-slope * x)) ? 1 : 0);
    return { x, country: `country ${town % 10}`, town: `town ${town}` };
  });
  const features = tableOf({ x: "number", country: "text", town: "text" }, rows);
  return { features, label: Float64Array.from(label), classes: [] };
}

const base = { learner: "logistic", params: { minLevelWeight: 1e9 } };
const learner = { learner: "partitioned", params: { by: ["country", "town"] }, base };

/** Computes that many times, then dies. */
function dyingAfter(maps: number): { readonly compute: Compute; readonly count: () => number } {
  let count = 0;
  const compute: Compute = {
    map(kernel, inputs, done) {
      count += 1;
      if (count > maps) return Promise.reject(new Error("killed"));
      return inlineCompute.map(kernel, inputs, done);
    },
  };
  return { compute, count: () => count };
}

describe("fitPartitioned", () => {
  const training = towns();
  const work: PartitionWork = { learner, training, task: "binary", seed: 5, data: "towns" };
  const straight = hashBytes(encodeModel(resolveLearner(learner).fit(training, { task: "binary", seed: 5 })));
  let folder: string;
  let blobs: Blobs;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "alidade-partition-"));
    blobs = fileBlobs(folder);
  });
  afterEach(() => rm(folder, { recursive: true }));

  test("gives the same bytes as the learner itself", async () => {
    const shares: number[] = [];
    const { model } = await fitPartitioned(work, {
      compute: inlineCompute,
      blobs,
      onProgress: (share) => shares.push(share),
    });
    expect(hashBytes(encodeModel(model))).toBe(straight);
    expect(shares.at(-1)).toBe(1);
  });

  test("goes on where it was killed, and computes nothing twice", async () => {
    const whole = dyingAfter(99);
    await fitPartitioned({ ...work, data: "counted" }, { compute: whole.compute, blobs });
    const first = dyingAfter(2);
    await expect(fitPartitioned(work, { compute: first.compute, blobs })).rejects.toThrow("killed");
    const second = dyingAfter(99);
    const { model } = await fitPartitioned(work, { compute: second.compute, blobs });
    expect(second.count()).toBe(whole.count() - 2);
    expect(hashBytes(encodeModel(model))).toBe(straight);
  });

  test("makes a damaged piece again", async () => {
    await fitPartitioned(work, { compute: inlineCompute, blobs });
    for (const key of await blobs.list("partition/")) await blobs.put(key, Uint8Array.of(123, 34));
    const { model } = await fitPartitioned(work, { compute: inlineCompute, blobs });
    expect(hashBytes(encodeModel(model))).toBe(straight);
  });

  test("takes nothing over from other rows, and forgets when told", async () => {
    const { clear } = await fitPartitioned(work, { compute: inlineCompute, blobs });
    const other = dyingAfter(0);
    await expect(fitPartitioned({ ...work, data: "other" }, { compute: other.compute, blobs })).rejects.toThrow(
      "killed",
    );
    await clear();
    expect(await blobs.list("partition/")).toEqual([]);
  });
});
