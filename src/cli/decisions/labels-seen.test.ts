import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { milliseconds, rng } from "../../kernel/index.ts";
import { openState } from "../../presets.ts";
import type { Envelope } from "../../records/index.ts";
import { type Desk, openDesk, shopCsv } from "../host/host.conformance.ts";
import { loadSystem } from "../load-system.ts";

const NOW = Date.UTC(2026, 0, 1);

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
  await desk.write("shop.csv", shopCsv());
  await desk.run("init", "shop.csv", "--label", "bought");
});
afterEach(() => desk.remove());

/** Decisions of two windows' length, four in ten a yes that is reported after a quarter of the window on average. */
async function decide(count: number): Promise<void> {
  const { system } = await loadSystem("shop", desk.folder);
  const within = milliseconds(system.outcomes.bought!.within);
  const draws = rng({ seed: 1, purpose: "test.labels-seen" });
  const entries = Array.from({ length: count }, (_, i): readonly Envelope[] => {
    const at = Math.round(NOW - 2 * within * (1 - i / count));
    const decision = { v: 1, kind: "decision", id: `dec_${i}`, at, body: { system: "shop" } };
    const happenedAt = at + Math.round(within * draws.uniform() ** 3);
    if (draws.uniform() > 0.4 || happenedAt > NOW) return [decision] as unknown as readonly Envelope[];
    const body = { system: "shop", decision: decision.id, outcome: "bought", value: true, happenedAt };
    return [
      decision,
      { v: 1, kind: "outcome", id: `out_${i}`, at: happenedAt, body },
    ] as unknown as readonly Envelope[];
  });
  const state = await openState(join(desk.folder, ".alidade"), { create: true });
  await state.journal.append(entries.flat());
  await state.close();
}

test("labels seen so far: known by age, what is to come, and what it comes to", async () => {
  await decide(1_000);
  const { exit, out } = await desk.run("decisions", "labels", "shop");
  expect(exit).toBe(0);
  expect(out).toMatch(/`bought`: known for \d+ of 1,000 decisions, \d+ of them yes\. \d+ more are still to come/);
  const [found] = JSON.parse((await desk.run("decisions", "labels", "shop", "--json")).out).outcomes;
  // Four standard errors of a share of 0.4 among a thousand.
  expect(Math.abs(found.finalShare.value - 0.4)).toBeLessThan(0.07);
  expect(found.ages[0].yesSoFar).toBeLessThan(found.ages[0].yesExpected);
});

test("as of an earlier day, and only of a day", async () => {
  await decide(100);
  const before = JSON.parse((await desk.run("decisions", "labels", "shop", "--as-of", "1999-01-01", "--json")).out);
  expect(before.outcomes).toMatchObject([{ decisions: 0, toCome: { reason: "too-young" } }]);
  expect(before.later).toMatchObject({ decisions: 100 });
  const said = (await desk.run("decisions", "labels", "shop", "--as-of", "1999-01-01")).out.replaceAll(/\s+/g, " ");
  expect(said).toMatch(/100 decisions lie after 1999-01-01 and are not counted: the first was made at 2025-11-02/);
  expect(said).not.toContain("0 of 0");
  expect((await desk.run("decisions", "labels", "shop")).out).not.toContain("not counted");
  const early = await desk.run("decisions", "labels", "shop", "--as-of", "2025-11-12");
  expect(early.out.replaceAll(/\s+/g, " ")).toMatch(
    /the oldest decision would have to be 30 d( 0 h)? old, and is \d+ d/,
  );
  const { exit, err } = await desk.run("decisions", "labels", "shop", "--as-of", "soon");
  expect([exit, err]).toEqual([2, expect.stringContaining('a time, such as 2026-05-01. Got "soon"')]);
});
