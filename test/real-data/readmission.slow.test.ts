import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { alidade, data, present, withFolder } from "./launcher.ts";

const file = "diabetes130/diabetic_data.csv.gz";
const example = fileURLToPath(new URL("../../examples/readmission", import.meta.url));

/** A copy of the example's two files, changed, with the data named on the command line. */
async function copyOf(folder: string, change: (system: string) => string): Promise<string> {
  const copy = join(folder, "readmission");
  await cp(example, copy, { recursive: true });
  const path = join(copy, "system.mts");
  await writeFile(path, change(await readFile(path, "utf8")));
  return copy;
}

const train = (system: string, folder: string) =>
  alidade(["train", system, "--data", data(file), "--json", "--dir", join(folder, "state")]);

describe.skipIf(!present(file))("readmission on the public hospital data", () => {
  test("ranks patients never seen, beats the rule in money, and comes out the same from a clean state", async () => {
    const runs = [];
    for (let i = 0; i < 2; i++) runs.push(await withFolder((folder) => train(example, folder)));
    const [first, second] = runs.map(({ out }) => JSON.parse(out));
    expect(runs.map(({ exit }) => exit)).toEqual([0, 0]);
    expect(first.snapshot).toMatchObject({ rows: 99_343, quarantined: 0 });
    expect(first.metrics.rocAuc.value).toBeGreaterThanOrEqual(0.66);
    expect(first.metrics.rocAuc.low).toBeLessThan(first.metrics.rocAuc.value);
    expect(first.value).toMatchObject({ currency: "USD", basis: "assumed" });
    expect(first.against.rule.gain.low).toBeGreaterThan(0);
    expect(first.against.constant.gain.low).toBeGreaterThan(0);
    expect(first.against.champion).toBeNull();
    expect(first.gate.verdict).toBe("pass");
    expect(first.gate.reasons.length).toBeGreaterThan(2);
    expect(first.slices.map((slice: { field: string }) => slice.field)).toContain("race");
    expect(second.model).toEqual(first.model);
    expect(second.snapshot).toEqual(first.snapshot);
  });

  test("one price flips the verdict, with no other edit, and the model stays the same", async () => {
    const cheap = await withFolder((folder) => train(example, folder));
    const dear = await withFolder(async (folder) =>
      train(await copyOf(folder, (text) => text.replace("cost: { call: 150 }", "cost: { call: 1_500 }")), folder),
    );
    const [before, after] = [cheap, dear].map(({ out }) => JSON.parse(out));
    expect([before.gate.verdict, after.gate.verdict]).toEqual(["pass", "refuse"]);
    expect([cheap.exit, dear.exit]).toEqual([0, 1]);
    expect(after.model.id).toBe(before.model.id);
  });
});
