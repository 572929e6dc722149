import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import type { DecisionRecord, Envelope, OutcomeRecord } from "../../records/index.ts";
import { actedCases } from "./acted-cases.ts";
import type { PricedRequest } from "./priced-decisions.ts";

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 5);

const system = {
  ...{ name: "clinic", policy: { policy: "act-if", threshold: 0.5 }, heads: { risk: { label: "back" } } },
  ...{ objective: { stated: true }, outcomes: { back: { kind: "flag", within: "7d", changedByActing: true } } },
} as unknown as PricedRequest["system"];

function decision(no: number, body: Partial<DecisionRecord["body"]> = {}): DecisionRecord {
  const seen = { given: { notes: `seen of ${no}` }, features: { f: no }, heads: {} };
  const done = { system: "clinic", experiment: "e", purpose: "experiment", eligible: true, acted: false };
  return {
    ...{ v: 1, kind: "decision", id: `d${no}`, at: START + no, subject: `u${no % 4}` },
    body: { ...seen, ...done, ...body } as unknown as DecisionRecord["body"],
  };
}

function report(no: number, body: Partial<OutcomeRecord["body"]> = {}): OutcomeRecord {
  const happenedAt = START + no + DAY;
  const said = { system: "clinic", decision: `d${no}`, outcome: "back", value: true, happenedAt, ...body };
  return { v: 1, kind: "outcome", id: `o${no}-${said.outcome}-${said.value}`, at: happenedAt, body: said };
}

const read = (entries: PricedRequest["entries"], days = 8) =>
  actedCases({ system, entries, wanted: ({ body }) => body.experiment === "e", now: START + days * DAY });

describe("the cases of an experiment", () => {
  test("are its decisions whose window has closed, with what was done and what came of it", async () => {
    const entries: readonly Envelope[] = [
      decision(1, { acted: true }),
      decision(2, { purpose: "holdback" }),
      decision(3),
      // Read once more, of another system, of another experiment, of nobody, and too young.
      ...[decision(3), decision(4, { system: "shop" }), decision(5, { experiment: "f" })],
      ...[{ ...decision(6), subject: undefined } as unknown as Envelope, { ...decision(7), at: START + 2 * DAY }],
      report(1),
      // Of another outcome, of another system, and after the window.
      ...[report(2, { outcome: "died" }), report(2, { system: "shop" }), report(3, { happenedAt: START + 9 * DAY })],
    ];
    expect(await read(entries)).toEqual([
      { unit: "u1", isHeld: false, acted: true, yes: true },
      { unit: "u2", isHeld: true, acted: false, yes: false },
      { unit: "u3", isHeld: false, acted: false, yes: false },
    ]);
    expect(await read(entries, 1)).toEqual([]);
  });

  test("hold nothing of what a decision saw", async () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const seen: WeakRef<object>[] = [];
    let kept = Number.NaN;
    async function* entries(): AsyncGenerator<Envelope> {
      for (let no = 0; no < 200; no++) {
        const entry = decision(no);
        seen.push(new WeakRef(entry.body.given), new WeakRef(entry.body.features));
        yield entry;
      }
      // What a WeakRef was made of stays until its own turn is over.
      await setImmediate();
      collect();
      kept = seen.filter((one) => one.deref() !== undefined).length;
    }
    expect(await read(entries())).toHaveLength(200);
    // The last one may still be in a hand.
    expect(kept).toBeLessThanOrEqual(2);
  });
});
