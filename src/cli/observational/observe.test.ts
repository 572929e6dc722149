import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { rng } from "../../kernel/index.ts";
import { type Desk, openDesk } from "../host/host.conformance.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.remove());

const draws = rng({ seed: 4, purpose: "test.observe" });
const day = (t: number): string => new Date(Date.UTC(2026, 0, 1 + t)).toISOString().slice(0, 10);
const DAILY = `day,orders\n${Array.from({ length: 60 }, (_, t) => `${day(t)},${100 + draws.normal() + (t >= 40 ? 8 : 0)}`).join("\n")}\n`;

/** Twenty regions over eight weeks; every second one got the change in the sixth, worth 5. */
const REGIONS = `week,region,changed,orders\n${Array.from({ length: 20 }, (_, i) =>
  Array.from({ length: 8 }, (_, t) => {
    const changed = i % 2 === 0;
    const orders = 50 + 3 * i + draws.normal() + 2 * t + (changed && t >= 5 ? 5 : 0);
    return `${t + 1},r${i},${changed ? "yes" : "no"},${orders}`;
  }).join("\n"),
).join("\n")}\n`;

const json = async (...argv: readonly string[]) => JSON.parse((await desk.run(...argv, "--json")).out);
const observe = (file: string, method: string, ...more: readonly string[]) =>
  json("experiments", "observe", file, "--method", method, "--value", "orders", ...more);

describe("a comparison without an experiment", () => {
  test("of one series before and after finds the change, and is labelled", async () => {
    await desk.write("daily.csv", DAILY);
    const found = await observe("daily.csv", "series", "--time", "day", "--from", "2026-02-10");
    expect(found).toMatchObject({
      basis: "observational",
      method: "interrupted-series",
      effect: { basis: "observational" },
    });
    expect(Math.abs(found.effect.value - 8)).toBeLessThan(3);
    const asked = ["--value", "orders", "--time", "day", "--from", "2026-02-10"];
    const { out, exit } = await desk.run("experiments", "observe", "daily.csv", "--method", "before-after", ...asked);
    expect(exit).toBe(0);
    expect(out.replaceAll(/\s+/g, " ")).toContain("nobody settled by lot who got the change, so this is no proof");
  });

  test("of regions with the change and without", async () => {
    await desk.write("regions.csv", `${REGIONS}3,r99,no,50\n`);
    const columns = ["--time", "week", "--from", "6", "--unit", "region", "--treated", "changed"];
    const found = await observe("regions.csv", "differences", ...columns);
    expect(Math.abs(found.effect.value - 5)).toBeLessThan(2);
    expect(found.remarks).toEqual(["Left out for want of a period: 1 of 21 units."]);
  });

  test("of units takes an effect apart, and tells two ways that pull against each other", async () => {
    const random = rng({ seed: 8, purpose: "test.mediation" });
    // The change makes happier by 1 and faster by 1; happiness is worth 2, speed costs 2: nothing in all.
    const rows = Array.from({ length: 600 }, (_, i) => {
      const [happy, fast] = [(i % 2) + random.normal(), (i % 2) + random.normal()];
      return `${i % 2 === 1 ? "yes" : "no"},${happy},${fast},${2 * happy - 2 * fast + random.normal()}`;
    });
    await desk.write("units.csv", `changed,happy,fast,spent\n${rows.join("\n")}\nyes,,1,1\n`);
    const asked = ["--method", "mediation", "--value", "spent", "--treated", "changed", "--mediated", "happy,fast"];
    const found = await json("experiments", "observe", "units.csv", ...asked);
    expect(found).toMatchObject({ basis: "observational", opposing: true, units: 600, leftOut: 1 });
    // 2 and −2, with standard errors of 2 · √(2 · 2 / 600): four of them.
    const [happy, fast] = found.pathways.map(({ effect }: { effect: { value: number } }) => effect.value);
    expect(Math.abs(happy - 2)).toBeLessThan(0.65);
    expect(Math.abs(fast + 2)).toBeLessThan(0.65);
    const { out } = await desk.run("experiments", "observe", "units.csv", ...asked);
    expect(out.replaceAll(/\s+/g, " ")).toContain(
      "two ways pull spent against each other, so their sum would hide both",
    );
    const { error } = await json("experiments", "observe", "units.csv", ...asked.slice(0, 6));
    expect(error).toMatchObject({ message: expect.stringContaining("`--mediated`") });
  });

  test.each([
    [["--time", "nope", "--from", "3"], "There is no column `nope`"],
    [["--time", "week", "--from", "99"], "must fall between the first period and the last"],
    [["--time", "week", "--from", "6"], "needs `--unit` and `--treated`"],
  ])("that the data do not allow is refused: %j", async (options, words) => {
    await desk.write("regions.csv", REGIONS);
    const { error } = await observe("regions.csv", "differences", ...options);
    expect(error).toMatchObject({ code: "cli.input.not-observable", message: expect.stringContaining(words) });
  });
});
