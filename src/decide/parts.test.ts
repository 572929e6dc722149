import { expect, test } from "vitest";
import type { Model, PartitionedBody } from "../model/index.ts";
import type { DecisionRecord } from "../records/index.ts";
import { closeBenches } from "../train/clinic.conformance.ts";
import { decideOne, type LoadedRelease, replay, type ServingState } from "./index.ts";
import { entityIn, plain, served } from "./served.conformance.ts";

closeBenches();

/** The state with a model of its own for the north, and its own model for everywhere else. */
function partitionedByWard(state: ServingState): ServingState {
  const releases = [...state.releases].map(([id, release]): [string, LoadedRelease] => {
    const model = release.models.risk;
    if (model === undefined) return [id, release];
    const north: Model = { ...model, format: "constant", calibration: { kind: "none" }, body: { outputs: [0.125] } };
    const parts = [{ key: ["north"], text: undefined, model: () => north }];
    const body: PartitionedBody = { by: ["ward"], parent: model, parts };
    const { signature } = model;
    return [
      id,
      { ...release, models: { risk: { format: "partitioned", signature, calibration: { kind: "none" }, body } } },
    ];
  });
  return { ...state, releases: new Map(releases) };
}

test("a key without a part of its own is answered by the one above it, decision by decision, and each receipt says which", async () => {
  const { serving } = await served();
  const state = partitionedByWard(serving);
  const entity = entityIn(serving, "champion");
  const ask = (ward: string | null) => {
    const asked = { id: "dec_1", entity, given: { ...plain, ward } };
    const body = decideOne(state, asked);
    const record: DecisionRecord = {
      v: 1,
      kind: "decision",
      id: "dec_1",
      at: 0,
      subject: entity,
      body: { ...body, took: 1 },
    };
    expect(replay(JSON.parse(JSON.stringify(record)) as DecisionRecord, state)).toEqual({ same: true, differs: [] });
    return body;
  };
  const own = ask("north");
  expect([own.score, own.level, own.parts]).toEqual([0.125, undefined, { risk: { level: 1, key: ["north"] } }]);
  const whole = decideOne(serving, { id: "dec_1", entity, given: { ...plain, ward: "south" } });
  const above = ask("south");
  expect([above.score, above.level, above.parts]).toEqual([whole.score, "parent", { risk: { level: 0, key: [] } }]);
  expect(ask(null)).toMatchObject({ level: "parent" });
  expect(ask("north").level).toBeUndefined();
});
