import { afterAll, beforeAll, expect, test } from "vitest";
import type { Model } from "../../model/index.ts";
import type { InferRequest } from "../../wire/index.ts";
import type { Desk } from "../desk.ts";
import type { Office } from "../office.conformance.ts";
import { MOST_AT_A_TURN } from "./in-turns.ts";
import { inferrer, type Named } from "./infer.ts";
import { mostRows } from "./rows.ts";
import { openWard } from "./served-model.conformance.ts";

let office: Office;
let desk: Desk;
beforeAll(async () => {
  ({ office } = await openWard());
  const { decider } = office;
  desk = { decider, systems: decider.systems } as unknown as Desk;
});
afterAll(() => office.close());

const named: Named = { model: "readmission.stay", whose: {} };
const rowsOf = (count: number): InferRequest => ({
  inputs: [{ name: "visits", datatype: "FP64", shape: [count], data: Array.from({ length: count }, (_, i) => i) }],
});

/** How many turns others have while some work is done. */
async function turnsDuring(work: Promise<unknown>): Promise<number> {
  let turns = 0;
  let isDone = false;
  void work.finally(() => {
    isDone = true;
  });
  while (!isDone) {
    await new Promise((resolve) => setImmediate(resolve));
    turns++;
  }
  return turns;
}

test("others have their turn every few rows, and the rows keep their order", async () => {
  const infer = inferrer(desk);
  const work = infer(named, rowsOf(10_000));
  expect(await turnsDuring(work)).toBeGreaterThanOrEqual(Math.floor(9_999 / MOST_AT_A_TURN));
  const [scores] = (await work).outputs;
  expect([0, 1, 9_999].map((row) => scores?.data?.at(row))).toEqual([110, 112, 20_108]);
});

test("many requests together take one turn after the other, and a short one does not wait for the long ones", async () => {
  const infer = inferrer(desk);
  const ended: string[] = [];
  const long = Array.from({ length: 5 }, async (_, i) => {
    await infer(named, rowsOf(6_400));
    ended.push(`long ${i}`);
  });
  const short = infer(named, rowsOf(MOST_AT_A_TURN + 1)).then(() => ended.push("short"));
  // A turn for each piece but the first of each request.
  expect(await turnsDuring(Promise.all([...long, short]))).toBeGreaterThanOrEqual(5 * 99 + 1);
  expect([ended.length, ended[0]]).toEqual([6, "short"]);
});

test("turns away what is more than may be scored at once, and takes it again afterwards", async () => {
  const infer = inferrer(desk);
  const asked = Array.from({ length: 14 }, () => infer(named, rowsOf(10_000)));
  const came = await Promise.allSettled(asked);
  expect(came.map(({ status }) => status)).toEqual([
    ...new Array<string>(10).fill("fulfilled"),
    ...new Array<string>(4).fill("rejected"),
  ]);
  await expect(asked.at(-1)).rejects.toMatchObject({ code: "server.overloaded", retryable: true });
  expect((await infer(named, rowsOf(10_000))).outputs[0]?.shape).toEqual([10_000, 1]);
});

test.each([
  [1, 0, 10_000],
  [100, 2, 10_000],
  [400, 0, 2_500],
  [3_000_000, 0, 1],
  [3, 1_000, 50],
])("a model of %i features and %i classes takes %i rows at once", (features, classes, most) => {
  const signature = { features: { length: features }, classes: { length: classes } };
  expect(mostRows({ signature } as unknown as Model)).toBe(most);
});
