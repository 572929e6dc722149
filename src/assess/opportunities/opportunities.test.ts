import { describe, expect, test } from "vitest";
import type { RawTable } from "../../data/index.ts";
import { isInsufficient } from "../../kernel/index.ts";
import { silentProgress, toTerminal } from "../../report/index.ts";
import type { Compute } from "../../store/index.ts";
import type { ActingSystem } from "../../system/index.ts";
import { findOpportunities } from "./find-opportunities.ts";
import { isShown, type Opportunities } from "./opportunity.ts";
import { clinicOf, patients } from "./planted.conformance.ts";
import { opportunitiesReport } from "./report.ts";

const compute: Compute = { map: async (kernel, inputs) => inputs.map((input) => kernel.run(input)) };

const look = (system: ActingSystem, table: RawTable, rows?: number): Promise<Opportunities> =>
  findOpportunities(system, { read: async () => table, compute, progress: silentProgress, file: "system.mts", rows });

describe("opportunities", () => {
  test("a part that the learner cannot know comes first", async () => {
    const { found } = await look(clinicOf(), patients({ oddSouth: true }));
    expect(found[0]).toMatchObject({ kind: "slice", name: "ward = south", basis: "measured" });
    expect(isShown(found[0]!)).toBe(true);
  });

  test("a telling feature that is missing in most rows comes first", async () => {
    const { found } = await look(clinicOf(), patients({ missing: 0.7 }));
    expect(found[0]).toMatchObject({ kind: "missing", name: "visits" });
    expect(found.filter(({ kind }) => kind === "missing").map(({ name }) => name)).toEqual(["visits"]);
  });

  test("a threshold far from where acting pays comes first, with the command that previews another", async () => {
    const { found } = await look(clinicOf({ threshold: 0.85 }), patients({}));
    expect(found[0]).toMatchObject({ kind: "cutoff" });
    expect(found[0]!.next[0]).toMatch(/^alidade weights preview system\.mts --threshold 0\.\d+$/);
  });

  test("an effect that nobody has measured comes first where decisions hang on it", async () => {
    const { found } = await look(clinicOf({ unsure: true }), patients({}));
    expect(found[0]).toMatchObject({ kind: "effect", basis: "assumed" });
    expect(found[0]!.next[0]).toBe("alidade experiment plan system.mts");
  });

  test("more rows come first where a hungry learner has few", async () => {
    const { found } = await look(clinicOf({ learner: "gbdt" }), patients({ rows: 900, signal: 0.5 }));
    expect(found[0]).toMatchObject({ kind: "more-data", basis: "projected" });
    expect(isShown(found[0]!)).toBe(true);
  });

  test("what more rows bring is not told where rows were left out", async () => {
    const all = await look(clinicOf({ learner: "gbdt" }), patients({ rows: 900, signal: 0.5 }), 600);
    expect(all).toMatchObject({ whole: 900, apart: [{ what: "more rows", why: { need: 900, have: all.rows } }] });
    expect(all.rows).toBeLessThanOrEqual(600);
    expect(all.found.filter(({ kind }) => kind === "more-data" || kind === "labels")).toEqual([]);
    const text = toTerminal(opportunitiesReport(all), { width: 120, colour: false });
    expect(text).toContain(`Looked at on ${all.rows} of 900 rows`);
    expect(text).toContain("--rows 900");
  });

  test("with nothing planted, nothing is shown", async () => {
    const { found } = await look(clinicOf(), patients({}));
    expect(found.filter(isShown)).toEqual([]);
  });

  test("are told as a document that names the next command of each", async () => {
    const text = toTerminal(opportunitiesReport(await look(clinicOf(), patients({ oddSouth: true }))), {
      width: 120,
      colour: false,
    });
    expect(text).toContain("ward = south");
    expect(text).toContain("alidade train system.mts");
  });

  test("is told over a year, and its parts of decisions add up", async () => {
    const { found, perYear } = await look(clinicOf(), patients({ oddSouth: true }));
    for (const { perDecision, perYear: year } of found) {
      if (isInsufficient(perDecision) || year === null || isInsufficient(year)) throw new Error("refused");
      expect(year.value).toBeCloseTo(perDecision.value * perYear!, 6);
    }
  });
});
