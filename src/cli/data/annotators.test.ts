import { readFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { columnOf } from "../../data/index.ts";
import { rng } from "../../kernel/index.ts";
import { fitRows } from "../../learn/index.ts";
import { scoreRow } from "../../model/index.ts";
import { type Desk, openDesk } from "../host/host.conformance.ts";
import { csvText } from "./csv-text.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.remove());

/** 300 messages, each judged by three of four people; the last of them is right in two cases of three. */
function judged(): string {
  const draws = rng({ seed: 3, purpose: "test.judged" });
  const rows = Array.from({ length: 300 }, (_, item) => {
    const truth = item % 3 === 0;
    return draws
      .shuffled([0.95, 0.9, 0.85, 0.65])
      .slice(0, 3)
      .map((accuracy) => `m${item},p${accuracy},${truth === draws.uniform() < accuracy ? "spam" : "fine"}`);
  });
  return ["message,who,said", ...rows.flat()].join("\n");
}

const COLUMNS = ["--item", "message", "--annotator", "who", "--label", "said"];

describe("data annotators", () => {
  test("says how far people agree, who is right how often, and what to look at again", async () => {
    await desk.write("ratings.csv", judged());
    const { exit, out } = await desk.run("data", "annotators", "ratings.csv", ...COLUMNS);
    expect(exit).toBe(0);
    expect(out).toContain("900 labels of 300 items by 4 people, 2 classes.");
    expect(out).toMatch(/Krippendorff's alpha is 0\.\d{3} \(0\.\d{3} to 0\.\d{3}\); Fleiss' kappa 0\.\d{3}\./);
    expect(out).toMatch(/p0\.65 .*\n.*p0\.85/);
    expect(out).toContain("To look at again");
  });

  test("writes soft labels that a learner learns from as they are", async () => {
    await desk.write("ratings.csv", judged());
    const { exit, out } = await desk.run(
      "data",
      "annotators",
      "ratings.csv",
      ...COLUMNS,
      "--out",
      "labels.csv",
      "--json",
    );
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      ratings: 900,
      items: 300,
      classes: ["fine", "spam"],
      written: "labels.csv",
    });
    const [header, ...lines] = (await readFile(`${desk.folder}/labels.csv`, "utf8")).trimEnd().split("\n");
    expect(header).toBe("item,label,contested,ratings,soft.fine,soft.spam");
    expect(lines).toHaveLength(300);
    const rows = lines.map((line) => {
      const [item = "", , , , , soft] = line.split(",");
      return { third: Number(item.slice(1)) % 3, soft: Number(soft) };
    });
    const learner = { learner: "gbdt", params: { objective: "crossEntropy", rounds: 30, minDataInLeaf: 5 } };
    const model = fitRows(learner, rows, { label: "soft", task: "binary" });
    expect(scoreRow(model, { third: 0 })[0]).toBeGreaterThan(0.85);
    expect(scoreRow(model, { third: 1 })[0]).toBeLessThan(0.15);
  });

  test("says which column is not there", async () => {
    await desk.write("ratings.csv", judged());
    const { exit, err } = await desk.run(
      "data",
      "annotators",
      "ratings.csv",
      "--item",
      "mail",
      "--annotator",
      "who",
      "--label",
      "said",
    );
    expect(exit).not.toBe(0);
    expect(err).toContain("There is no column `mail`.");
  });
});

test("a text that a spreadsheet would run is written as text; quotes, commas and gaps come back", () => {
  const columns = [columnOf("a,b", "text", ["=1+1", 'say "x"', null]), columnOf("n", "number", [-1, 2, null])];
  expect(csvText({ rows: 3, columns })).toBe(`"a,b",n\n'=1+1,-1\n"say ""x""",2\n,\n`);
});
