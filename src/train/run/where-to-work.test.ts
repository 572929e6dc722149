import { expect, test } from "vitest";
import type { Compute } from "../../store/index.ts";
import { clinic, closeBenches, openBench, simulatedVisits } from "../clinic.conformance.ts";
import { here } from "./where-to-work.ts";

closeBenches();

/** Other threads that say what they were asked for. */
function told(): { readonly compute: Compute; readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    compute: {
      prepare: () => void asked.push("prepare"),
      map: (kernel, inputs, done) => {
        asked.push("map");
        return here.map(kernel, inputs, done);
      },
    },
  };
}

test("two hundred rows are learned from on this thread, and no other one is started", async () => {
  const bench = await openBench();
  const { compute, asked } = told();
  const { result } = await bench.run(clinic(), simulatedVisits({ rows: 200 }), { compute });
  expect(result.models).toHaveLength(1);
  expect(asked).toEqual([]);
});

test("for many rows the threads are started while what was read is made ready for them", async () => {
  const bench = await openBench();
  const { compute, asked } = told();
  await bench.run(clinic(), simulatedVisits({ rows: 15_000 }), { compute });
  expect(asked.slice(0, 2)).toEqual(["prepare", "map"]);
});
