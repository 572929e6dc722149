import { expect, test } from "vitest";
import { givenWrongType } from "../data/index.ts";
import { decisionUnknown, entityInvalid, isCallersMistake, outcomeInvalid, outcomeKeyReused } from "../decide/index.ts";
import { bug } from "../kernel/index.ts";
import { statusOf } from "../wire/index.ts";

test("what deciding calls the caller's mistake, and nothing else, is one over HTTP", () => {
  const errors = [
    givenWrongType({ problems: [] }),
    entityInvalid({ got: "null" }),
    decisionUnknown({ id: "dec_0" }),
    outcomeInvalid({ problem: "No." }),
    outcomeKeyReused({ key: "k", stored: "a", got: "b" }),
    bug({ what: "this" }),
  ];
  expect(errors.map((error) => statusOf(error) < 500)).toEqual(errors.map(isCallersMistake));
});
