import { expect, test } from "vitest";
import { inlineCompute, threadCompute } from "../../backends/index.ts";
import { silentProgress } from "../../report/index.ts";
import type { Compute } from "../../store/index.ts";
import { clinic, closeBenches, openBench, simulatedVisits } from "../clinic.conformance.ts";
import { keysKernel } from "../partition/keys-kernel.ts";
import { reproduce } from "../register/reproduce.ts";

closeBenches();

const base = { learner: "logistic", params: {} };
const learner = { learner: "partitioned", params: { by: ["ward"] }, base } as never;
const table = simulatedVisits();

/** Counts the batches of keys, and dies before the one after the last. */
function counting(most: number): { readonly compute: Compute; batches: number } {
  const counted = {
    batches: 0,
    compute: {
      map: (kernel, inputs, done) => {
        if (kernel.module !== keysKernel.module) return inlineCompute.map(kernel, inputs, done);
        if (counted.batches + inputs.length > most) return Promise.reject(new Error("killed"));
        counted.batches += inputs.length;
        return inlineCompute.map(kernel, inputs, done);
      },
    } satisfies Compute,
  };
  return counted;
}

test("a partitioned head trains in pieces, goes on where it was killed, and leaves no piece behind", async () => {
  const whole = counting(99);
  const straight = await (await openBench()).run(clinic({ learner }), table, { compute: whole.compute });
  // Three folds, and all rows.
  expect(whole.batches).toBe(4);

  const bench = await openBench();
  await expect(bench.run(clinic({ learner }), table, { compute: counting(2).compute })).rejects.toThrow("killed");
  expect((await bench.state.blobs.list("partition/")).length).toBeGreaterThan(0);
  const rest = counting(99);
  const resumed = await bench.run(clinic({ learner }), table, { compute: rest.compute });
  expect(rest.batches).toBe(2);
  expect(resumed.result.models).toEqual(straight.result.models);
  expect(await bench.state.blobs.list("partition/")).toEqual([]);
});

test("pieces of features that were declared otherwise are not taken over", async () => {
  const bench = await openBench();
  await expect(bench.run(clinic({ learner }), table, { compute: counting(2).compute })).rejects.toThrow("killed");
  const system = clinic({ learner });
  const { sum: _, ...fewer } = system.features;
  const rest = counting(99);
  await bench.run({ ...system, features: fewer } as typeof system, table, { compute: rest.compute });
  expect(rest.batches).toBe(4);
});

test("is made again with the same bytes, on threads", async () => {
  const bench = await openBench();
  const system = clinic({ learner });
  const { result } = await bench.run(system, table);
  const again = await reproduce(system, result.models[0]!.id, {
    registry: bench.registry,
    blobs: bench.state.blobs,
    compute: threadCompute(2),
    progress: silentProgress,
  });
  expect(again.same).toBe(true);
});
