import { beforeAll, describe, expect, test } from "vitest";
import type { Envelope } from "../../records/index.ts";
import { toTerminal } from "../../report/index.ts";
import { faults } from "../faults/_catalogue.ts";
import type { DrillFindings } from "./drill.ts";
import { drillReport } from "./report.ts";
import { type DrillRequest, runDrill } from "./run-drill.ts";
import { streamOf } from "./stream-of.ts";
import { HOUR, ward, wardJournal, wardReference, wardState } from "./ward-stream.conformance.ts";

let journal: readonly Envelope[];
let request: DrillRequest;
beforeAll(() => {
  const state = wardState();
  journal = wardJournal(state, { days: 21, perHour: 15, seed: 5 });
  const { modelGone, exposureNarrowed, season } = faults;
  request = {
    ...{ system: ward, state, reference: wardReference(state), stream: streamOf(journal, "ward") },
    faults: { modelGone, exposureNarrowed, season },
    ...{ strength: 1, repeats: 2, seed: 1, periodMs: HOUR },
  };
});

describe("a drill", () => {
  let found: DrillFindings;
  beforeAll(async () => {
    found = await runDrill(request);
  });

  test("notices faults, calls them by their names, and says after how long", () => {
    const row = (name: string) => found.rows.find(({ fault }) => fault === name);
    expect(row("modelGone")).toMatchObject({ trials: 2, noticed: 2, named: 2, unfit: null });
    expect(row("modelGone")!.afterMs! % HOUR).toBe(0);
  });

  test("says why a fault could not be injected", () => {
    expect(found.rows.find(({ fault }) => fault === "exposureNarrowed")).toMatchObject({
      trials: 0,
      unfit: "nothing is ranked here",
    });
  });

  test("makes every decision again as it was served, and counts them", () => {
    const decisions = journal.filter(({ kind }) => kind === "decision").length;
    expect(found.stream.decisions).toBe(decisions);
    expect(found.replayed).toEqual({ same: decisions, of: decisions });
  });

  test("comes out the same again, and leaves what it copied as it was", async () => {
    const before = JSON.stringify(journal);
    const { modelGone } = faults;
    const again = await runDrill({ ...request, faults: { modelGone } });
    expect(again.rows).toEqual(found.rows.filter(({ fault }) => fault === "modelGone"));
    expect(JSON.stringify(journal)).toBe(before);
  });

  test("names each alarm that came with nothing wrong, and counts them all", () => {
    const { alarms, first = [] } = found.quiet;
    expect(first).toHaveLength(Math.min(50, alarms));
    const told = toTerminal(drillReport(found), { width: 200, colour: false });
    expect(told).toContain(`there ${alarms <= 1 ? "was" : "were"} ${alarms === 0 ? "no" : alarms} alarm`);
    for (const { kind, part, name } of first) {
      expect(told).toContain(kind);
      expect(told).toContain(`${part} ${name}`);
    }
  });

  test("is a page that begins with what was noticed", () => {
    const told = toTerminal(drillReport(found), { width: 140, colour: false });
    expect(told).toMatch(/\d of 2 injected faults were noticed/);
    expect(told).toContain("which is no fault");
    expect(told).toContain("nothing is ranked here");
  });
});
