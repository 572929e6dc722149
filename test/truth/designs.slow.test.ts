import { describe, expect, test } from "vitest";
import { holds } from "./claim.ts";
import { DESIGN_CLAIMS } from "./designs-runs.ts";

describe.each(Object.entries(DESIGN_CLAIMS))("%s", (_name, claims) => {
  test("finds the answer of a case in which it is known", () => {
    expect(claims(300).filter((claim) => !holds(claim))).toEqual([]);
  });
});
