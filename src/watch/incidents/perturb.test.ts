import { beforeAll, describe, expect, test } from "vitest";
import { decideOne, type ServingState } from "../../decide/index.ts";
import { BAD, closeBenches, served, stretchOf, system } from "./clinic.conformance.ts";
import { perturb } from "./perturb.ts";

closeBenches();

let state: ServingState;
let usual: ReturnType<typeof stretchOf>["decisions"];
beforeAll(async () => {
  state = (await served()).serving;
  usual = stretchOf(state, BAD, { count: 400 }).decisions;
});

describe("a perturbed decision", () => {
  test("tells which single change flips it, as deciding itself would, and how far it is from the cutoff", () => {
    const record = usual.find(({ body }) => body.acted)!;
    const found = perturb({ system, record, state, usual });
    const flips = found.changes.filter((change) => change.flips);
    expect(flips.length).toBeGreaterThan(0);
    for (const { field, to, score, answer } of found.changes) {
      const given = { ...record.body.given, [field]: to };
      const again = decideOne(state, { id: record.id, entity: record.subject!, given });
      expect({ score, answer }).toEqual({ score: again.score, answer: again.action });
    }
    expect(found.changes.slice(0, flips.length).every((change) => change.flips)).toBe(true);
    expect(found.margin).toBeCloseTo(record.body.score! - found.cutoff!, 12);
    expect(found.flip).toEqual({ kind: "none", why: "nothing-actionable" });
  });

  test("changes every input to its median, to nothing and by its usual steps, but never whom it is about", () => {
    const record = usual[0]!;
    const { changes } = perturb({ system, record, state, usual });
    expect(new Set(changes.map(({ field }) => field))).toEqual(new Set(["visits", "age", "ward"]));
    const ofAge = changes.filter(({ field }) => field === "age").map(({ how }) => how);
    expect(new Set(ofAge)).toEqual(new Set(["missing", "median", "step", "other"]));
    expect(changes.some(({ from, to }) => from === to)).toBe(false);
  });

  test("can be asked about one field alone", () => {
    const { changes } = perturb({ system, record: usual[0]!, state, usual, field: "ward" });
    expect(new Set(changes.map(({ field }) => field))).toEqual(new Set(["ward"]));
  });
});
