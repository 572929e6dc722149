import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { virtualClock } from "../../kernel/index.ts";
import { type Desk, type InState, openDesk } from "../host/host.conformance.ts";
import { inHand } from "./loop-hand.ts";
import { QUICK, rows, systemWith } from "./shop.conformance.ts";

const clock = virtualClock(Date.UTC(2026, 0, 1));
let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
  await desk.write("rows.csv", rows(1_200));
}, 60_000);
afterEach(() => desk.remove());

const run = (...argv: readonly string[]) => desk.runWith({ clock }, ...argv);
const retrain = async (...more: readonly string[]) =>
  JSON.parse((await run("retrain", "shop.mts", ...more, "--json")).out);
const inState = <T>(work: InState<T>): Promise<T> => desk.inState(clock, work);
const told = async () =>
  JSON.parse((await run("history", "shop", "--json")).out).events.map((e: { what: string }) => e.what);

test("`alidade retrain --wait` leaves alone what another process works at, waits for it, and goes on when that has put it down", async () => {
  await desk.write("shop.mts", systemWith(`retrain: { ${QUICK} },`));
  const snapshots = async () => (await told()).filter((what: string) => what === "snapshot.added");
  const { promise: end, resolve } = Promise.withResolvers<void>();
  const { promise: held, resolve: hold } = Promise.withResolvers<void>();
  const other = inState((_registry, state) =>
    inHand({ system: { name: "shop" }, state, clock }, async () => {
      hold();
      await end;
    }),
  );
  await held;
  const waiting = run("retrain", "shop.mts", "--now", "--wait", "--json");
  const begun = await expect
    .poll(() => retrain())
    .toMatchObject({ loop: { number: 1 } })
    .then(() => retrain("--now"));
  expect(begun).toMatchObject({ done: ["None was begun: loop 1 is under way."], hand: { pid: process.pid } });
  await pause(1_500);
  expect([await snapshots(), (await retrain()).loop.stage]).toEqual([[], "snapshot"]);
  resolve();
  await other;
  const { err, out } = await waiting;
  expect(err).toMatch(
    /^Loop 1 is under way since .* UTC: process \d+ works at its stage `snapshot`\. .*\nStage `snapshot` begins/,
  );
  expect(JSON.parse(out).loop).toMatchObject({ number: 1, stage: "canary", end: null });
  expect(await snapshots()).toHaveLength(1);
}, 60_000);
