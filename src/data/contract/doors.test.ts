import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RawTable } from "../raw.ts";
import { type Cell, columnOf, type Row, rowOf, tableOf, takeRows } from "../table.ts";
import { batchEnforcer } from "./batch-enforcer.ts";
import { contract } from "./contract.ts";
import { flag, number, text, time } from "./declare.ts";
import { inspect } from "./enforce.ts";
import { eventEnforcer } from "./enforce-event.ts";
import { rowEnforcer } from "./enforce-row.ts";
import { keysOf } from "./key-set.ts";
import type { Reason } from "./quarantine.ts";

const DAY = 86_400_000;
const now = Date.UTC(2026, 0, 10);
const kinds = { id: "number", drug: "text", sex: "text", dead: "flag", came: "time", left: "time" } as const;
const stays = contract(
  {
    id: number({ integer: true, min: 0, unique: true }),
    drug: text({ missing: 1, references: "drugs.code", maxLength: 3 }),
    sex: text({ values: ["f", "m"], missing: 0.2 }),
    dead: flag({ missing: 1 }),
    came: time({ ahead: "1d" }),
    left: time({ missing: 1 }),
  },
  {
    missingValues: ["?"],
    exclude: [{ field: "id", in: [7], because: "a test patient" }],
    unique: [["drug", "came"]],
    rules: [
      { name: "order", because: "nobody leaves before coming", must: { field: "left", atLeast: { field: "came" } } },
      {
        name: "the-dead-leave",
        because: "they do",
        when: { field: "dead", is: true },
        must: { field: "left", missing: false },
      },
    ],
    shares: [{ field: "sex", is: "f", min: 0.3, max: 0.7 }],
    rows: { min: 5 },
    fresh: { field: "came", within: "3d" },
  },
);
const keys = { "drugs.code": keysOf([columnOf("code", "text", ["a", "b", "c"])]) };

const cell = (arbitrary: fc.Arbitrary<Cell>): fc.Arbitrary<Cell> => fc.option(arbitrary, { freq: 12 });
const moment = fc.integer({ min: -3, max: 3 }).map((days) => now + days * DAY);
const rowsGiven: fc.Arbitrary<readonly Row[]> = fc.array(
  fc.record({
    id: cell(fc.oneof(fc.integer({ min: -1, max: 30 }), fc.constant(1.5))),
    drug: cell(fc.constantFrom("a", "b", "c", "d", "long", "?", " ", "a\uFFFD")),
    sex: cell(fc.constantFrom("f", "m", "x", "? ")),
    dead: cell(fc.boolean()),
    came: cell(moment),
    left: cell(moment),
  }),
  { maxLength: 40 },
);

/** Reasons by row number, those of a row in one order. */
const verdicts = (records: readonly { row: number; reasons: readonly string[] }[]) =>
  new Map(records.map(({ row, reasons }) => [row, [...reasons].sort()]));

describe("every door gives the same verdict", () => {
  test("however the rows are cut into batches", () => {
    const property = fc.property(
      rowsGiven,
      fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 8 }),
      (rows, cuts) => {
        const raw: RawTable = tableOf(kinds, rows);
        const whole = inspect(raw, stays, { now, keys });
        const enforcer = batchEnforcer(stays, { now, keys });
        const parts = [];
        for (let from = 0, i = 0; from < raw.rows; i++) {
          const to = Math.min(raw.rows, from + (cuts[i] ?? 40));
          parts.push(
            enforcer.take(
              takeRows(
                raw,
                Int32Array.from({ length: to - from }, (_, k) => from + k),
              ),
            ),
          );
          from = to;
        }
        const { quarantined, missing, bounds, excluded, remarks, rows: kept } = enforcer.soFar();
        const { records, ...counts } = whole.quarantined;
        expect(parts.flatMap((part) => part.records)).toEqual(records);
        expect(parts.flatMap((part) => [...part.rowNumbers])).toEqual([...whole.rowNumbers]);
        expect(parts.flatMap(({ table }) => Array.from({ length: table.rows }, (_, i) => rowOf(table, i)))).toEqual(
          Array.from({ length: whole.table.rows }, (_, i) => rowOf(whole.table, i)),
        );
        const sorted = (reasons: readonly Reason[]) => reasons.map((reason) => JSON.stringify(reason)).sort();
        expect(sorted(quarantined.reasons)).toEqual(sorted(counts.reasons));
        expect(quarantined).toMatchObject({ rows: counts.rows, share: counts.share });
        expect({ missing, bounds, remarks }).toEqual({
          missing: whole.missing,
          bounds: whole.bounds,
          remarks: whole.remarks,
        });
        expect(kept).toBe(whole.table.rows);
        expect(raw.rows === 0 ? whole.excluded : excluded).toEqual(whole.excluded);
      },
    );
    fc.assert(property, { numRuns: 200 });
  });

  test("to a row of a table, an event of a stream and a row of a caller", () => {
    const property = fc.property(rowsGiven, (rows) => {
      const found = inspect(tableOf(kinds, rows), stays, { now, keys });
      const broken = verdicts(found.quarantined.records);
      const ofEvent = eventEnforcer(stays, { now: () => now, keys });
      const ofCaller = rowEnforcer(stays, { now: () => now, keys });
      const kept = new Set(found.rowNumbers);
      rows.forEach((given, i) => {
        const { breaches, excluded } = ofEvent(given);
        const reasons = breaches.map(
          ({ field, rule, across }) => `${field}: ${across === undefined ? rule : `rule ${across.name}`}`,
        );
        expect(reasons.sort()).toEqual(broken.get(i + 1) ?? []);
        expect(excluded === undefined && breaches.length === 0).toBe(kept.has(i + 1));
        if (excluded !== undefined) return;
        // A caller is alone: what others said does not count.
        const alone = ofCaller(given).breaches.map(
          ({ field, rule, across }) => `${field}: ${across === undefined ? rule : `rule ${across.name}`}`,
        );
        expect(alone.sort()).toEqual(reasons.filter((reason) => !reason.endsWith(": unique")).sort());
      });
    });
    fc.assert(property, { numRuns: 200 });
  });
});
