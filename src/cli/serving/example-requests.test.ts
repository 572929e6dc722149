import { expect, test } from "vitest";
import { contract, csv, enforceRow, flag, number, text, time } from "../../data/index.ts";
import { unstated } from "../../objective/index.ts";
import { actIf } from "../../policy/index.ts";
import { on } from "../../system/index.ts";
import { decideLine, outcomeLine } from "./example-requests.ts";

const NOW = Date.UTC(2026, 0, 1);

const stays = contract(
  {
    patient: number({ integer: true }),
    visits: number({ min: 3, max: 40, integer: true }),
    cost: number({ min: 0.5 }),
    ward: text({ values: ["closed", "north"] }),
    insured: flag({}),
    admitted: time({}),
    unread: number({}),
    readmitted: flag({ known: "after" }),
  },
  { exclude: [{ field: "ward", in: ["closed"], because: "it is closed" }] },
);
const h = on(stays);
const system = h.system({
  name: "stays",
  source: csv("stays.csv"),
  entity: "patient",
  objective: unstated({ act: "call", otherwise: "skip" }),
  outcomes: { readmitted: h.outcome({ within: "30d", history: (r) => r.readmitted, changedByActing: false }) },
  features: h.features((r) => ({ visits: r.visits })),
  rule: (f) => f.visits.atLeast(5),
  heads: {},
  weights: {},
  policy: actIf({ threshold: 0.5 }),
});
const read = new Set(["visits", "cost", "ward", "insured", "admitted"]);
const setting = { url: "http://here", read, now: NOW };

const bodyOf = (line: string | undefined): Record<string, unknown> => JSON.parse(/-d '(.*)'$/.exec(line ?? "")![1]!);

test("a first question gives every field that is read, and the contract takes each value", () => {
  const { given, ...rest } = bodyOf(decideLine(system, setting)) as { given: Record<string, unknown> };
  expect(rest).toEqual({ system: "stays", entity: "1" });
  expect(given).toEqual({ visits: 22, cost: 1, ward: "north", insured: false, admitted: "2026-01-01T00:00:00.000Z" });
  // Nothing out of range; what is not read is absent.
  expect(enforceRow(given, stays).breaches.map(({ field }) => field)).toEqual(["patient", "unread"]);
});

test("a first report names a declared outcome, and a time after the decision", () => {
  const body = bodyOf(outcomeLine(system, setting));
  expect(body).toMatchObject({ decision: "<id>", outcome: "readmitted", value: true, key: "crm-1" });
  expect(Date.parse(String(body.at))).toBeGreaterThan(NOW);
});
