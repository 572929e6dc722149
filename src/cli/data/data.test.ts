import { readFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { rng } from "../../kernel/index.ts";
import { type Desk, openDesk } from "../host/host.conformance.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.remove());

interface Shape {
  readonly seed: number;
  readonly factor?: number;
  readonly cities?: string;
  readonly amount?: string;
}

/** 500 customers as CSV; the amounts in another unit, other cities, or a column under another name. */
function customers({ seed, factor = 1, cities = "Bern,Genf", amount = "amount" }: Shape): string {
  const random = rng({ seed, purpose: "customers" });
  const names = cities.split(",");
  const rows = Array.from({ length: 500 }, () =>
    [(factor * (50 + 9 * random.normal())).toFixed(3), names[random.integer(names.length)], random.integer(5)].join(
      ",",
    ),
  );
  return [`${amount},city,visits`, ...rows].join("\n");
}

describe("data profile", () => {
  test("says what the columns hold and what is odd, and writes a page that loads nothing", async () => {
    const doubled = customers({ seed: 1 })
      .split("\n")
      .map((line, i) => (i === 0 ? `${line},again,fixed` : `${line},${line.split(",")[2]},1`));
    await desk.write("a.csv", doubled.join("\n"));
    const { exit, out } = await desk.run("data", "profile", "a.csv", "--html", "out/a.html");
    expect(exit).toBe(0);
    expect(out).toContain("500 rows, 5 columns.");
    expect(out).toContain("Columns of the same content: `visits`, `again`.");
    expect(out).toContain("Column `fixed` is the same in every row.");
    const page = await readFile(`${desk.folder}/out/a.html`, "utf8");
    expect(page).toContain("How values are spread");
    expect(page).not.toMatch(/(?:src|href)="https?:/);
  });

  test("gives a program the numbers", async () => {
    await desk.write("a.csv", customers({ seed: 1 }));
    const answer = JSON.parse((await desk.run("data", "profile", "a.csv", "--label", "visits", "--json")).out);
    expect(answer).toMatchObject({ data: "a.csv", rows: 500, label: "visits", duplicates: [] });
    expect(answer.columns[1]).toMatchObject({
      name: "city",
      kind: "text",
      distinct: { value: 2, error: 0 },
      label: { measure: "ratio" },
    });
    expect(answer.columns[0].sample).toBeUndefined();
  });

  test("says what it can read when there is no such data", async () => {
    const { exit, err } = await desk.run("data", "profile", "none.csv");
    expect(exit).toBe(3);
    expect(err).toContain("`none.csv` is neither a file nor the beginning of a snapshot's id.");
  });
});

describe("data compare", () => {
  test("finds nothing between two draws of the same", async () => {
    await desk.write("a.csv", customers({ seed: 1 }));
    await desk.write("b.csv", customers({ seed: 2 }));
    const { exit, out } = await desk.run("data", "compare", "a.csv", "b.csv");
    expect(exit).toBe(0);
    expect(out).toContain("None of 3 columns changed.");
  });

  test("says in words what changed: units, values, names", async () => {
    await desk.write("a.csv", customers({ seed: 1 }));
    await desk.write("b.csv", customers({ seed: 2, factor: 1_000, cities: "Bern,Chur" }));
    const { out } = await desk.run("data", "compare", "a.csv", "b.csv", "--html", "c.html");
    expect(out).toContain("2 of 3 columns drifted.");
    expect(out.replace(/\s+/g, " ")).toContain("the values seem to be multiplied by 1,000.");
    expect(out).toMatch(/A new value in \d+% of rows: "Chur"/);
    expect(await readFile(`${desk.folder}/c.html`, "utf8")).toContain("How it is judged");
    await desk.write("c.csv", customers({ seed: 3, amount: "sum" }));
    const renamed = (await desk.run("data", "compare", "a.csv", "c.csv")).out;
    expect(renamed).toContain("Renamed: `amount`, now `sum`.");
    expect(renamed).toContain("? Nothing drifted; gone or renamed: 1 of the columns of before.");
    await desk.write("d.csv", "other\n1\n2\n");
    expect((await desk.run("data", "compare", "a.csv", "d.csv")).out).toContain("✕ No column is in both.");
  });

  test("ends with 1 where a limit was named and a column changed beyond it", async () => {
    await desk.write("a.csv", customers({ seed: 1 }));
    await desk.write("b.csv", customers({ seed: 2 }));
    await desk.write("c.csv", customers({ seed: 2, factor: 1_000 }));
    await desk.write("d.csv", customers({ seed: 2, factor: 1_000, amount: "sum" }));
    const exits = async (...args: string[]): Promise<number> => (await desk.run("data", "compare", ...args)).exit;
    expect(await exits("a.csv", "c.csv")).toBe(0);
    expect(await exits("a.csv", "b.csv", "--fail-on", "small")).toBe(0);
    expect(await exits("a.csv", "c.csv", "--fail-on", "drift")).toBe(1);
    expect(await exits("a.csv", "d.csv", "--fail-on", "drift")).toBe(1);
    expect(await exits("a.csv", "d.csv", "--fail-on", "any")).toBe(2);
  });

  test("orders by importance, and refuses one that is no number", async () => {
    await desk.write("a.csv", customers({ seed: 1 }));
    await desk.write("b.csv", customers({ seed: 2, factor: 1_000, cities: "Bern,Chur" }));
    const first = async (...more: string[]): Promise<string> =>
      JSON.parse((await desk.run("data", "compare", "a.csv", "b.csv", "--json", ...more)).out).columns[0].name;
    expect(await first()).toBe("amount");
    expect(await first("--importance", "amount=0,city=1")).toBe("city");
    expect((await desk.run("data", "compare", "a.csv", "b.csv", "--importance", "amount=lots")).exit).toBe(2);
  });
});
