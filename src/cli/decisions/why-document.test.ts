import { expect, test } from "vitest";
import { whyDocument } from "./why-document.ts";

test("a candidate outside of the contract is told of in words, with the field and the code", () => {
  const why = { heads: [], stood: [], flip: { kind: "none", why: "settled" } } as const;
  const told = { ...why, settled: ["outside-contract"], odd: ["input.range:urgent", "input.missing:area"] };
  expect(whyDocument(told, { title: "Why" }).summary).toEqual([
    "Decided whatever the heads say: `urgent` has a value that the contract does not allow (outside-contract).",
  ]);
});
