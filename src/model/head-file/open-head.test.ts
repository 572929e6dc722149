import { describe, expect, test } from "vitest";
import { contract, enforceRow, flag, number, text, time } from "../../data/index.ts";
import {
  evaluateRow,
  fieldExpression,
  type Node,
  type NumberExpression,
  type TextExpression,
} from "../../features/index.ts";
import { isAlidadeError } from "../../kernel/index.ts";
import type { Model } from "../model.ts";
import { scoreRow } from "../score.ts";
import { encodeHead, type PortableHead } from "./head-file.ts";
import { openHead } from "./open-head.ts";

const visits = contract(
  {
    patient: number({ personal: "identifier", doc: "Who it is." }),
    visits: number({ min: 0, max: 40, missing: 1, references: "rows.patient" }),
    age: text({ values: ["young", "old"], missing: 1 }),
    insured: flag({ missing: 1 }),
    admitted: time({ zone: "Europe/Berlin", missing: 1 }),
    back: flag({ known: "after" }),
  },
  { missingValues: ["?"], unique: [["patient", "visits"]], rows: { min: 1 } },
);
const seen = fieldExpression("visits", "number") as NumberExpression;
const age = fieldExpression("age", "text") as TextExpression;
const features: Readonly<Record<string, Node>> = {
  visits: seen.node,
  more: seen.plus(-0.5).node,
  age: age.node,
  old: age.equals("old").node,
};
const model: Model = {
  format: "linear",
  signature: {
    task: "binary",
    features: [
      { name: "more", kind: "number" },
      { name: "visits", kind: "number" },
    ],
    classes: [],
  },
  calibration: { kind: "platt", slope: 0.9, intercept: -0.1 },
  body: {
    intercept: [-1],
    numbers: [
      { slot: 0, fill: 1, weight: [0.3], missing: [0.2] },
      { slot: 1, fill: 2, weight: [0.1], missing: [-0.2] },
    ],
    texts: [],
    shares: [0.5, 0.5],
  },
};
const head: PortableHead = {
  system: "clinic",
  head: "risk",
  id: "mdl_1",
  model,
  reading: { contract: visits, features },
};
const file = encodeHead(head);

describe("a head in a file", () => {
  test.each([
    { visits: 3, age: "old" },
    {},
    { visits: null, admitted: "2026-03-01T12:00:00" },
    { age: "?", insured: true },
  ])("answers as serving does: %j", (given) => {
    const open = openHead(file);
    const row = evaluateRow(features, enforceRow(given, visits).row);
    expect(open.features(given)).toEqual(row);
    expect(open.score(given)).toBe(scoreRow(model, row)[0]);
  });

  test("names its classes, and takes features where it has no reading", () => {
    const signature = { ...model.signature, task: "multiclass" as const, features: [], classes: ["a", "b"] };
    const shares: Model = {
      format: "constant",
      signature,
      calibration: { kind: "none" },
      body: { outputs: [0.25, 0.75] },
    };
    const open = openHead(encodeHead({ system: "s", head: "h", id: "mdl_2", model: shares }));
    expect(open.score({})).toEqual({ a: 0.25, b: 0.75 });
    const { reading: _, ...bare } = head;
    expect(openHead(encodeHead(bare)).score({ more: 2.5, visits: 3 })).toBe(openHead(file).score({ visits: 3 }));
  });

  test("refuses what serving refuses", () => {
    for (const given of [{ visits: "three" }, { vists: 3 }, { back: true }])
      expect(() => openHead(file).score(given)).toThrow(expect.objectContaining({ code: "data.given-wrong-type" }));
  });

  test("tells of the contract no more than reading a row takes", () => {
    expect(file).not.toMatch(/Who it is|identifier|rows\.patient|"back"|quarantine|"rows"/);
  });

  test("of a later version says so, and damaged or another file too", () => {
    const changed = (change: (whole: Record<string, never>) => unknown): string => {
      const whole = JSON.parse(file);
      change(whole);
      try {
        openHead(JSON.stringify(whole));
        return "nothing was thrown";
      } catch (thrown) {
        return isAlidadeError(thrown) ? thrown.code : String(thrown);
      }
    };
    const set = (part: string, value: unknown) => changed((whole) => Object.assign(whole, { [part]: value }));
    const read = (parts: object) => changed((whole) => Object.assign(whole.reading ?? {}, parts));
    expect(changed(() => undefined)).toBe("nothing was thrown");
    expect(set("version", 2)).toBe("model.version-newer");
    expect(set("kind", "alidade.model")).toBe("model.head-unreadable");
    expect(set("model", "{}")).toBe("model.head-unreadable");
    expect(read({ features: {} })).toBe("model.head-unreadable");
    expect(read({ features: { more: { op: "window" }, visits: features.visits } })).toBe("model.head-unreadable");
    expect(read({ fields: { visits: { kind: "cake" } } })).toBe("model.head-unreadable");
    expect(read({ fields: { visits: { kind: "number", missing: 7 } } })).toBe("model.head-unreadable");
    for (const text of ["", "null", "[]", "<html>", file.slice(0, -9)])
      expect(() => openHead(text)).toThrow(expect.objectContaining({ code: "model.head-unreadable" }));
  });
});
