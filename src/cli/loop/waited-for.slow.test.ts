import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type LoopDesk, openLoopDesk } from "./loop-desk.conformance.ts";
import { inHand } from "./loop-hand.ts";
import { QUICK, rows, systemWith } from "./shop.conformance.ts";

let desk: LoopDesk;
beforeEach(async () => {
  desk = await openLoopDesk(Date.UTC(2026, 0, 1), rows(1_200));
}, 60_000);
afterEach(() => desk.remove());

test("`alidade retrain --wait` leaves alone what another process works at, waits for it, and goes on when that has put it down", async () => {
  await desk.write("shop.mts", systemWith(`retrain: { ${QUICK} },`));
  const snapshots = async () => (await desk.told()).filter((what: string) => what === "snapshot.added");
  const { promise: end, resolve } = Promise.withResolvers<void>();
  const { promise: held, resolve: hold } = Promise.withResolvers<void>();
  const other = desk.inState((_registry, state) =>
    inHand({ system: { name: "shop" }, state, clock: desk.clock }, async () => {
      hold();
      await end;
    }),
  );
  await held;
  const waiting = desk.run("retrain", "shop.mts", "--now", "--wait", "--json");
  const begun = await expect
    .poll(() => desk.retrain())
    .toMatchObject({ loop: { number: 1 } })
    .then(() => desk.retrain("--now"));
  expect(begun).toMatchObject({ done: ["None was begun: loop 1 is under way."], hand: { pid: process.pid } });
  await pause(1_500);
  expect([await snapshots(), (await desk.retrain()).loop.stage]).toEqual([[], "snapshot"]);
  resolve();
  await other;
  const { err, out } = await waiting;
  expect(err).toMatch(
    /^Loop 1 is under way since .* UTC: process \d+ works at its stage `snapshot`\. .*\nStage `snapshot` begins/,
  );
  expect(JSON.parse(out).loop).toMatchObject({ number: 1, stage: "canary", end: null });
  expect(await snapshots()).toHaveLength(1);
}, 60_000);
