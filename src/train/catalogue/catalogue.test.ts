import { describe, expect, test } from "vitest";
import { inlineCompute } from "../../backends/index.ts";
import { getSnapshot, type Table } from "../../data/index.ts";
import { isInsufficient, known } from "../../kernel/index.ts";
import type { ActingSystem, SystemDefinition } from "../../system/index.ts";
import { type Bench, clinic, closeBenches, openBench, simulatedVisits } from "../clinic.conformance.ts";
import type { Catalogue } from "./catalogue.ts";
import { catalogueOf } from "./catalogue-of.ts";

closeBenches();

/** The clinic with a feature more that says the same as another, and one that nobody needs. */
function wider(): ActingSystem {
  const plain = clinic();
  const { age, ward } = plain.features;
  const features = { ...plain.features, years: known(age, "age"), side: known(ward, "ward") };
  const about = { visits: { owner: "care", unit: "stays", keep: 1_000 }, side: { keep: 1_000 } };
  const objective = { ...plain.objective, perYear: 10_000 };
  return { ...plain, features, about, objective } as ActingSystem;
}

async function catalogued(system: SystemDefinition, bench: Bench, value: "shuffled" | "retrained"): Promise<Catalogue> {
  const taken = known((await bench.registry.snapshots(system.name)).at(-1), "a snapshot");
  const snapshot = known(await getSnapshot(bench.state.blobs, taken.id), "its content");
  let ticks = 0;
  const learning = { compute: inlineCompute, onProgress: () => {} };
  const deps = { registry: bench.registry, blobs: bench.state.blobs, stopwatch: () => ticks++, value, learning };
  return await catalogueOf(system, { snapshot, at: taken.createdAt }, deps);
}

const feature = ({ features }: Catalogue, name: string) =>
  known(
    features.find((one) => one.name === name),
    name,
  );

async function trained(system: ActingSystem, table: Table = simulatedVisits()): Promise<Bench> {
  const bench = await openBench();
  await bench.run(system, table);
  return bench;
}

describe("the catalogue", () => {
  test("says who uses what, which features are alike, and what people declared", async () => {
    const system = wider();
    const found = await catalogued(system, await trained(system), "shuffled");
    expect(feature(found, "visits")).toMatchObject({ owner: "care", unit: "stays", reads: ["visits"] });
    expect(feature(found, "visits").usedBy).toEqual(["head risk", "the rule"]);
    expect(feature(found, "sum").reads).toEqual(["age", "visits"]);
    expect(feature(found, "age").microseconds).toBeGreaterThan(0);
    expect(found.twins.map(({ names, because }) => [because, names])).toEqual([
      ["expression", ["age", "years"]],
      ["expression", ["ward", "side"]],
    ]);
    const users = Object.fromEntries(found.fields.map(({ name, usedBy }) => [name, usedBy]));
    expect(users).toMatchObject({
      patient: ["the entity"],
      ward: ["feature ward", "feature side", "a slice"],
      billed: [],
      back: ["outcome back"],
    });
    expect(found.fields.find(({ name }) => name === "billed")?.missing).toBe(1);
  });

  test("prices features in the system's money: what decides is worth something, noise is not, a twin is worth nothing when the other stays", async () => {
    const system = wider();
    const bench = await trained(system);
    const worth = (found: Catalogue, name: string) => {
      const { value } = feature(found, name);
      if (value === null || isInsufficient(value) || isInsufficient(value.perDecision))
        throw new Error(`no value of ${name}: ${JSON.stringify(value)}`);
      return { ...value.perDecision, how: value.how, perYear: value.perYear, net: value.net };
    };
    const cheap = await catalogued(system, bench, "shuffled");
    expect(worth(cheap, "visits")).toMatchObject({ how: "shuffled" });
    expect(worth(cheap, "visits").low).toBeGreaterThan(0);
    const dear = await catalogued(system, bench, "retrained");
    // Two columns of the same values: what the model loses with one it has in the other.
    const { value } = feature(dear, "years");
    expect(value).toMatchObject({ how: "retrained", net: null, perDecision: { reason: "no-decision-changes" } });
    expect(worth(dear, "visits").net).toMatchObject({ value: worth(dear, "visits").value * 10_000 - 1_000 });
  });

  test("finds the same feature in another system over the same data", async () => {
    const [first, second] = [clinic(), { ...clinic(), name: "ward-round" } as ActingSystem];
    const bench = await trained(first);
    await bench.run(second, simulatedVisits());
    const found = await catalogued(second, bench, "shuffled");
    expect(feature(found, "age").elsewhere).toEqual([{ system: "clinic", feature: "age" }]);
  });

  test("does not change what is learned by what is said of features", async () => {
    const plain = clinic();
    const bench = await openBench();
    const first = await bench.run(plain, simulatedVisits());
    const again = await bench.run({ ...plain, about: { visits: { owner: "care" } } }, simulatedVisits());
    expect(again.result.models.map(({ id }) => id)).toEqual(first.result.models.map(({ id }) => id));
  });
});
