import { expect, test } from "vitest";
import { rng } from "../../kernel/index.ts";
import { leadOf, moneyEntry } from "./lead.ts";

const ROWS = 500;
const entity = Int32Array.from({ length: ROWS }, (_, row) => row);
const draws = rng({ seed: 5, purpose: "lead" });
/** What a row is worth to anybody: far more spread than what the candidates differ by. */
const common = Float64Array.from({ length: ROWS }, () => 100 * draws.uniform());
const own = Float64Array.from({ length: ROWS }, () => draws.uniform());
const entry = (candidate: number, more: (row: number) => number) =>
  moneyEntry(
    { candidate, way: "" },
    common.map((worth, row) => worth + more(row)),
    entity,
  );

test("one that earns a little more on nearly every row wins, though the rows differ far more", () => {
  const lead = leadOf("money", [entry(0, () => 0), entry(1, (row) => own[row] as number), entry(2, () => -1)]);
  expect(lead).toMatchObject({ candidate: 1, isClear: true, closest: { candidate: 0 } });
  // The mean of 500 uniform numbers: 1/2, give or take 0.013.
  expect(lead?.closest?.gain).toMatchObject({ value: expect.closeTo(0.5, 1) });
});

test("one that is ahead by chance does not, nor one that is the same, nor one alone", () => {
  const noise = (row: number): number => ((own[row] as number) - 0.5) * 50 + (row === 0 ? 900 : 0);
  expect(leadOf("money", [entry(0, () => 0), entry(1, noise)])).toMatchObject({ isClear: false });
  expect(leadOf("money", [entry(0, () => 0), entry(1, () => 0)])).toMatchObject({ candidate: 0, isClear: false });
  expect(leadOf("money", [entry(0, () => 0)])).toEqual({
    by: "money",
    candidate: 0,
    way: "",
    isClear: false,
    closest: null,
  });
  expect(leadOf("money", [])).toBeNull();
});

test("two ways of one candidate do not compete with each other", () => {
  const other = { ...entry(1, () => -5), way: "top 1" };
  expect(leadOf("money", [entry(0, () => 0), { ...entry(0, () => -1e-9), way: "top 1" }, other])).toMatchObject({
    candidate: 0,
    closest: { candidate: 1 },
  });
});
