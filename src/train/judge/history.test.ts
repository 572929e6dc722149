import { expect, test } from "vitest";
import type { AskPast } from "../../evaluate/index.ts";
import { clinic, closeBenches, openBench, simulatedVisits } from "../clinic.conformance.ts";

closeBenches();

test("the gate of a training asks the past about the gain that was judged, and the gain is kept with the model", async () => {
  const bench = await openBench();
  const asked: number[] = [];
  const history: AskPast = (gain) => {
    asked.push(gain.value);
    return { metric: "money judged offline", comparisons: 12, lift: gain };
  };
  const { result } = await bench.run(clinic(), simulatedVisits(), { history });
  expect(result.gate.reasons.at(-1)).toMatchObject({ code: "history.forecast", finding: "pass" });
  expect(asked).toEqual([(result.judgement.over.rule as { value: number }).value]);
  const { version } = await bench.registry.loadModel(result.models[0]!.id);
  expect(version.gate).toMatchObject({ reasons: [{ code: "value.over-rule", gain: { value: asked[0] } }, {}, {}, {}] });
});
