import { afterEach, beforeEach, expect, test } from "vitest";
import { advanceLoop, beginLoop } from "../../watch/index.ts";
import { type LoopPlace, openLoopPlace, retrainWith, stepsIn } from "../../watch/loop/loop-place.conformance.ts";
import { handOn, inHand } from "./loop-hand.ts";
import { waitForOther } from "./wait-for-other.ts";

let place: LoopPlace;
beforeEach(async () => {
  place = await openLoopPlace();
});
afterEach(() => place.remove());

const around = () => ({ system: { name: "shop" }, state: place.state, clock: place.clock });

/** Another that goes on with a loop as far as to the end of its first stage, which ends when it is let. */
async function other(): Promise<{ let(): void; readonly ended: Promise<unknown> }> {
  const { clock, registry, state } = place;
  const retrain = retrainWith();
  await beginLoop(
    { system: "shop", retrain, why: ["a test"], by: "ada", asked: true },
    { records: state.records, clock },
  );
  const { promise, resolve } = Promise.withResolvers<void>();
  const look = async () => {
    await promise;
    return { kind: "end", end: "refused", says: "there was nothing to learn from" } as const;
  };
  const steps = stepsIn({ made: [] }, { snapshot: { look } });
  const { signal } = new AbortController();
  const { records } = state;
  const deps = { system: "shop", retrain, steps, records, registry, clock, signal };
  return { let: resolve, ended: inHand(around(), () => advanceLoop(deps)) };
}

test("who waits for another says which loop it is, since when and whose, and then what came of it", async () => {
  const one = await other();
  const by = (await waitUntil(() => handOn(around())))!;
  const said: string[] = [];
  const io = {
    err: (text: string) => {
      said.push(text);
      one.let();
    },
  };
  const came = await waitForOther(around(), by, { signal: new AbortController().signal, io });
  expect(said.join("")).toMatch(
    new RegExp(
      `^Loop 1 is under way since \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC: process ${process.pid} works at its stage .snapshot.\\. .*Ctrl-C here leaves it alone\\.\n$`,
    ),
  );
  expect(came).toEqual(["there was nothing to learn from"]);
  await one.ended;
});

test("who stops waiting leaves the other alone", async () => {
  const one = await other();
  const by = (await waitUntil(() => handOn(around())))!;
  const stop = new AbortController();
  const io = { err: () => stop.abort() };
  await expect(waitForOther(around(), by, { signal: stop.signal, io })).rejects.toThrow(/aborted/);
  expect(await handOn(around())).toEqual(by);
  one.let();
  expect(await one.ended).toMatchObject({ kind: "done", result: { kind: "ended", end: "refused" } });
});

async function waitUntil<T>(found: () => Promise<T | undefined>): Promise<T | undefined> {
  return await expect.poll(found).toBeDefined().then(found);
}
