import { expect, test } from "vitest";
import { START } from "../made-up.conformance.ts";
import { askedOf } from "../reader/reader.conformance.ts";
import { Waiting } from "./waiting.ts";

test("of a decision that waits for its label nothing is held but what labels need, kept or not yet", () => {
  const inputs = { given: { visits: 3 }, features: { visits: 3 } };
  const waiting = new Waiting(10);
  waiting.addDecision(askedOf("d1", START, { ...inputs, p: 0.5 }), START);
  const [looked] = waiting.lookedAt();
  expect(looked?.decision.body).not.toHaveProperty("features");
  expect(looked?.decision.body).not.toHaveProperty("given");
  expect(looked?.decision).toBe(waiting.cohort(START).decisions[0]);
  const restored = new Waiting(10);
  restored.restore({ cohort: waiting.cohort(START), reports: [] });
  expect(restored.lookedAt()).toEqual(waiting.lookedAt());
});
