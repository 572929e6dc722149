import { contract, flag, number, type RawTable, tableOf, text } from "../../data/index.ts";
import { on } from "../../system/index.ts";
import type { VerdictKind } from "../decision-table.ts";
import { common, type Planted, pick, rows, stated } from "./planted.conformance.ts";

/** A coin: nothing in the features has anything to do with it. */
function noise(): Planted {
  return { ...coins("noise", "dont"), make: (seed) => coinRows(seed, 3_000) };
}

/** Sixty rows, about twenty of the rarer answer: whatever there is, it cannot be seen. */
function tooFew(): Planted {
  const few = coins("too few examples", "collect-first");
  return { ...few, make: (seed) => coinRows(seed, 60) };
}

function coins(name: string, verdict: VerdictKind): Omit<Planted, "make"> {
  const fields = contract({
    who: number(),
    a: number(),
    b: number(),
    c: number(),
    d: text(),
    yes: flag({ known: "after" }),
  });
  const h = on(fields);
  const features = h.features((r) => ({ a: r.a, b: r.b, c: r.c, d: r.d }));
  const outcomes = { yes: h.outcome({ within: "1d", history: (r) => r.yes, changedByActing: false }) };
  const objective = { ...stated, payoff: { go: { yes: 10, no: -10 }, stay: { yes: 0, no: 0 } } };
  return {
    name,
    verdict,
    system: h.system({ ...common, name: "coin", objective, outcomes, features, rule: (f) => f.a.atLeast(0.5) }),
  };
}

function coinRows(seed: number, count: number): RawTable {
  const kinds = { who: "number", a: "number", b: "number", c: "number", d: "text", yes: "flag" } as const;
  return tableOf(
    kinds,
    rows(seed, count, (r, who) => ({
      who,
      a: r.uniform(),
      b: r.normal(),
      c: r.integer(10),
      d: pick(r, ["x", "y", "z"]),
      yes: r.uniform() < 0.3,
    })),
  );
}

/** Problems that nobody answers with these data. */
export const byChance: readonly Planted[] = [noise(), tooFew()];
