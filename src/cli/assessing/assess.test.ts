import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Desk, openDesk, shopCsv } from "../host/host.conformance.ts";

let desk: Desk;
/** A shop whose objective is stated, one that nobody has stated, and one whose data are gone. */
beforeAll(async () => {
  desk = await openDesk();
  await desk.write("shop.csv", shopCsv(600));
  await desk.run("init", "shop.csv", "--label", "bought");
  for (const name of ["stated", "lost"]) {
    await desk.run("init", "shop.csv", "--label", "bought", "--out", name);
    const file = join(desk.folder, name, "system.mts");
    const text = await readFile(file, "utf8");
    const change = text
      .replace(/objective: unstated\([^)]*\),/, OBJECTIVE)
      .replace(/name: "\w+"/, `name: "${name}"`)
      .replace(/csv\("[^"]*"/, (path) => (name === "lost" ? 'csv("gone.csv"' : path));
    await desk.write(`${name}/system.mts`, change.replace(/import \{/, "import { moneyEarned,"));
  }
});
afterAll(() => desk.remove());

const OBJECTIVE = `objective: {
    metric: moneyEarned, direction: "increase", baseline: 0, target: 100_000, by: "2027-01-01", currency: "EUR",
    payoff: { act: { yes: 10, no: -10 }, skip: { yes: 0, no: 0 } }, cost: {}, guardrails: [], transparency: "any",
    perYear: 10_000, asked: "sales", approves: ["finance"],
  },`;

describe("assess", () => {
  test("writes the whole and a page for every reader into a folder", async () => {
    const { exit, out } = await desk.run("assess", "stated", "--html", "pages", "--json");
    expect(exit, out).toBe(0);
    const names = ["assessment", "data-scientist", "end-user", "executive", "it", "operator"].map(
      (name) => `${name}.html`,
    );
    expect((await readdir(join(desk.folder, "pages"))).sort()).toEqual(names);
    expect(JSON.parse(out).pages).toHaveLength(6);
    for (const name of names) expect(await readFile(join(desk.folder, "pages", name), "utf8")).toContain("</html>");
  });

  test("words itself for one reader, on the screen and in a file", async () => {
    const { exit, out } = await desk.run("assess", "stated", "--view", "end-user", "--html", "for-you.html");
    expect(exit).toBe(0);
    expect(out).toContain("stated: what is decided about you");
    expect(out.replaceAll(/\s+/g, " ")).toContain(`The page is ${join(desk.folder, "for-you.html")}.`);
    const page = await readFile(join(desk.folder, "for-you.html"), "utf8");
    expect(page).toContain("what is decided about you");
    expect(page).not.toContain("€");
  });

  test("takes what building and running cost, and says when it is paid back", async () => {
    const { out } = await desk.run(
      "assess",
      "stated",
      "--build-cost",
      "3000",
      "--cost-per-year",
      "1200",
      "--build-months",
      "1",
      "--json",
    );
    const { path } = JSON.parse(out);
    expect(path.costs).toEqual({ build: 3_000, perYear: 1_200, from: "said" });
    expect(path.ramp).toMatchObject({ buildMonths: 1, buildSaid: true });
    expect(path.months.slice(0, 2).map(({ cost }: { cost: number }) => cost)).toEqual([3_000, 100]);
  });

  test("knows its readers", async () => {
    const { exit, err } = await desk.run("assess", "stated", "--view", "board");
    expect(exit).toBe(2);
    expect(err).toContain("executive, data-scientist, operator, end-user, it");
  });
});

describe("portfolio", () => {
  test("ranks what can be ranked, and sets the others apart with what is missing", async () => {
    const { exit, out } = await desk.run("portfolio", "stated", "shop", "lost", "--html", "portfolio.html", "--json");
    expect(exit, out).toBe(0);
    const { ranked, apart, currency } = JSON.parse(out);
    expect(currency).toBe("EUR");
    expect(ranked).toMatchObject([{ rank: 1, system: "stated" }]);
    expect(apart.map(({ system }: { system: string }) => system)).toEqual(["shop", "lost"]);
    expect(apart[0].missing).toHaveLength(3);
    expect(apart[1].missing[0]).toContain("gone.csv");
    expect(await readFile(join(desk.folder, "portfolio.html"), "utf8")).toContain("<figure>");
  });

  test("takes costs by name, and refuses names and amounts that are none", async () => {
    const { out } = await desk.run(
      "portfolio",
      "stated",
      "--cost-per-year",
      "stated=500",
      "--build-cost",
      "stated=300",
      "--json",
    );
    const { ranked, by } = JSON.parse(out);
    expect(by).toBe("net");
    // These customers follow a rule, which has no upkeep of a model.
    expect(ranked[0]).toMatchObject({ way: "rule", cost: { perYear: 0, from: "said" } });
    for (const wrong of ["stated", "stated=x", "sated=5", "stated=-1"]) {
      const { exit, err } = await desk.run("portfolio", "stated", "--cost-per-year", wrong);
      expect(exit, wrong).toBe(2);
      expect(err).toContain("the systems are stated");
    }
  });
});
