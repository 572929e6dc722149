import { expect, test } from "vitest";
import { type Explore, epsilon, softmax } from "../../policy/index.ts";
import { system } from "../served.conformance.ts";
import type { Changes } from "./changes.ts";
import { exploringFix } from "./exploring.ts";

const changes = { share: 0.2 } as Changes;
const fixOf = (explore?: Explore) => {
  const policy = { policy: "act-if", threshold: 0.5, ...(explore === undefined ? {} : { explore }) } as const;
  return exploringFix({ ...system, policy }, changes);
};

test("a policy that leaves nothing to chance is told to, and for how long", () => {
  // A fifth of the decisions change; half of a twentieth of these is tried the new way: a hundred take 20,000.
  expect(fixOf()).toEqual({ explores: false, share: 0.05, decisions: 20_000 });
});

test("a policy that explores already is told how long its own share takes", () => {
  expect(fixOf(epsilon(0.1))).toEqual({ explores: true, share: 0.1, decisions: 10_000 });
  expect(fixOf(softmax({ temperature: 1 }))).toEqual({ explores: true, share: null, decisions: null });
});

test("nothing is to be mended where nothing changes", () => {
  expect(exploringFix(system, { share: 0 } as Changes)).toBeNull();
});
