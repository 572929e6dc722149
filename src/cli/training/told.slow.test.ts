import { readFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { deciderOf } from "../../decide/index.ts";
import { seededIds, type VirtualClock, virtualClock } from "../../kernel/index.ts";
import * as presets from "../../presets.ts";
import { type Desk, type InState, openDesk } from "../host/host.conformance.ts";
import { loadSystem } from "../load-system.ts";
import { driftingRows, driftingShop, TURNED, TWICE, USUAL } from "../loop/drifting-shop.conformance.ts";
import { type KeptWatch, WATCHES } from "../up/kept-watch.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let desk: Desk;
let clock: VirtualClock;
beforeEach(async () => {
  desk = await openDesk();
  clock = virtualClock(Date.UTC(2026, 0, 10));
  await desk.write("shop.mts", driftingShop);
  await desk.write("rows.csv", driftingRows(40, { days: 0, demand: USUAL }));
  await run("train", "shop.mts");
  clock.advance(2 * DAY);
}, 60_000);
afterEach(() => desk.remove());

const run = (...argv: readonly string[]) => desk.runWith({ clock }, ...argv);
const said = async (...argv: readonly string[]) => (await run(...argv)).out.replaceAll(/\s+/g, " ");
const asked = async (...argv: readonly string[]) => JSON.parse((await run(...argv, "--json")).out);

/** Thirty more days came, by another demand; recalibrates by hand on a snapshot of all. */
async function recalibrate(demand: typeof TWICE, ...more: readonly string[]) {
  await desk.write("rows.csv", driftingRows(70, { days: 30, demand }));
  const { snapshot } = await asked("retrain", "snapshot", "shop.mts", "--why", "by hand");
  const words = ["--snapshot", snapshot, "--recalibrate", "bought", "--why", "it moved", ...more];
  return await run("retrain", "train", "shop.mts", ...words);
}

describe("a recalibration by hand", () => {
  test("is called so, with its parent and its rows, wherever its model is spoken of", async () => {
    const { out, err } = await recalibrate(TWICE, "--since", "2025-12-13");
    const [made, old] = (await asked("models", "shop")).models.map(({ id }: { id: string }) => id);
    const shown = out.replaceAll(/\s+/g, " ");
    expect(shown).toContain(`Model ${made}, recalibrated from ${old}; snapshot`);
    // A hundred rows a day, the first of a day at its very beginning, from 13 December to 9 January.
    const taught = `head \`bought\` keeps ${old}, and ${made} is that under another calibration. It is learned from 2,799 labelled rows that came after 2025-12-13 00:00 UTC`;
    expect(shown).toContain(taught);
    expect(shown).toMatch(/from the oldest 1,399 of them, and is judged on 1,400 newer rows of 14 days\./);
    expect(err).toContain(`only its calibration is new; the report on ${old} looks inside`);
    const page = await readFile(`${desk.folder}/.alidade/reports/${made}.html`, "utf8");
    expect(page).toContain(`recalibrated from ${old}`);
    expect(page).toContain("2,799 labelled rows");

    expect(await said("runs", "shop")).toMatch(/run_shop_2 train \(recalibrated\) finished/);
    expect(await said("runs", "show", "run_shop_2")).toMatch(
      /keeps mdl_\w+ under another calibration, learned from 2,799 labelled rows after 2025-12-13 00:00 UTC/,
    );
    const word = `${made} is ${old} under another calibration`;
    expect(await said("release", "shop.mts", made, "--dry-run")).toContain(word);
    expect(await said("reproduce", "shop.mts", made)).toContain(`${word}. That alone was learned again.`);
    expect(await said("data", "lineage", made)).toContain(`recalibrated from ${old}`);

    expect(await said("release", "shop.mts", made, "--why", "by hand")).toContain(word);
    const id = await decide();
    expect(await said("decisions", "show", id)).toContain(word);
    expect(await said("decisions", "explain", id, "shop.mts")).toContain(word);
  }, 60_000);

  test("says so where rows since a moment were too few, and learns from all that came", async () => {
    const { out } = await recalibrate(TWICE, "--since", "2026-01-08");
    expect(out.replaceAll(/\s+/g, " ")).toMatch(
      /learned from 3,000 labelled rows .* Too few came since 2026-01-08 00:00 UTC, as was asked for: all count/,
    );
  }, 60_000);

  test("that cannot be is no training, in no list and in no story", async () => {
    expect((await recalibrate(TURNED)).exit).toBe(1);
    expect(await said("runs", "shop")).toMatch(/run_shop_2 train \(could not recalibrate\) finished/);
    expect(await said("runs", "show", "run_shop_2")).toMatch(/Nothing was made: head `bought` cannot have another/);
    expect(await said("runs", "show", "run_shop_2")).toContain("(order-lost)");
    // It left no page, and needs none.
    expect(await said("scorecard", "shop.mts")).toMatch(/1 of 1 trainings keep the page/);
    const story = await said("history", "shop");
    expect(story).toContain("A recalibration was tried, and could not be: nothing was made.");
    expect(story).not.toContain("could not be judged");
  }, 60_000);

  test.each([
    [["--since", "2025-12-13"], /`--since` goes with `--recalibrate`/],
    [["--recalibrate", "nohead"], /names heads of the system: bought\. Got `nohead`/],
    [["--recalibrate", "bought", "--since", "2030-01-01"], /has passed\. Got `2030-01-01`/],
  ])("asked for with %j is refused as misuse", async (words, problem) => {
    const { exit, err } = await run("retrain", "train", "shop.mts", "--snapshot", "0", "--why", "w", ...words);
    expect(exit).toBe(2);
    expect(err.replaceAll(/\s+/g, " ")).toMatch(problem);
  });
});

const inState = <T>(work: InState<T>): Promise<T> => desk.inState(clock, work);

/** A decision of what serves. */
const decide = () =>
  inState(async (registry, { journal }) => {
    const { system } = await loadSystem("shop.mts", desk.folder);
    const ports = presets.modelPorts();
    const decider = await deciderOf([system], {
      registry,
      journal,
      clock,
      ids: seededIds(1),
      ports,
      stopwatch: () => 0,
    });
    return (await decider.decide(system, { entity: "1", given: { id: 1, visits: 9, at: new Date(clock.now()) } })).id;
  });

describe("alidade retrain", () => {
  test("ends a loop on unchanged data for want of news, and says when it is tried again", async () => {
    const { loop, next } = await asked("retrain", "shop.mts", "--now", "--wait");
    expect(loop.end).toMatchObject({
      kind: "insufficient",
      why: expect.stringMatching(/no row came since that was trained, so there is nothing new to learn/),
    });
    expect(next).toMatchObject({ triedAgainAt: loop.beganAt + 7 * DAY, begun: 0, perMonth: 4 });
    const page = await said("retrain", "shop.mts");
    expect(page).toMatch(/What loop 1 could not tell is tried again by itself from 2026-01-19 00:00 UTC on\./);
    expect(page).toMatch(/By its schedule the next is due on 2026-02-11 00:00 UTC\. 0 of 4 loops of a month/);
    expect(page).toMatch(/Loop 1 does not count: it learned nothing that was not there before\./);
    clock.advance(7 * DAY);
    expect((await asked("retrain", "shop.mts")).why).toEqual([
      "a week has passed since loop 1 could not tell for want of data",
    ]);
  }, 60_000);

  test("says of stopped loops that none begins by itself, and what lets them", async () => {
    const { out } = await run("retrain", "shop.mts", "--stop", "--why", "a move");
    expect(out.replaceAll(/\s+/g, " ")).toMatch(/None begins by itself any more: `alidade retrain shop\.mts --again`/);
    expect(out).not.toMatch(/No trigger is due/);
    expect(await said("retrain", "shop.mts", "--again")).toMatch(/No trigger is due\. By its schedule/);
  }, 60_000);

  test("says why an alarm that a trigger waits for begins nothing: a loop had it, or another model served", async () => {
    clock.advance(DAY);
    const about = { part: "head", name: "bought" } as const;
    const raised = (kind: string, at: number) => ({
      ...{ kind, about, at, since: at, system: "shop", monitor: "m", strength: 2, says: "it is" },
    });
    const before = raised("concept.drifted", Date.UTC(2026, 0, 9));
    const had = raised("quality.worse", clock.now() - HOUR);
    const other = raised("data.late", clock.now() - HOUR);
    const kept = { v: 1, system: "shop", periodMs: HOUR, through: clock.now(), reference: null, state: [] };
    const alarms = [before, had, other];
    await inState(async (_registry, { records }) => {
      await records.collection<KeptWatch>(WATCHES).insert("shop", { ...kept, alarms, inAlarm: [] } as never);
    });
    expect((await asked("retrain", "shop.mts")).why).toEqual(["quality.worse: it is"]);
    const { silent, why } = await asked("retrain", "shop.mts", "--now", "--wait");
    expect(why).toEqual([]);
    expect(silent).toEqual([
      "concept.drifted of 2026-01-09 00:00 UTC begins nothing: what serves now has served since 2026-01-10 00:00 UTC, and it tells of the time before.",
      "quality.worse of 2026-01-12 23:00 UTC begins nothing: a loop has begun since, on 2026-01-13 00:00 UTC.",
    ]);
    expect(await said("retrain", "shop.mts", "--dry-run")).toContain(silent[0]);
  }, 60_000);

  test("says of a training that the gate did not let pass that it was one", async () => {
    const alone = driftingShop.replaceAll('"shop"', '"idle"');
    await desk.write("idle.mts", alone);
    await desk.write("rows.csv", driftingRows(2, { days: 0, demand: USUAL }));
    expect((await run("train", "idle.mts")).exit).toBe(1);
    const page = await said("retrain", "idle.mts");
    expect(page).toMatch(/It is time to retrain: no model that was trained serves yet/);
    expect(page).toMatch(/The gate did not let pass what run_idle_1 trained\./);
  }, 60_000);
});
