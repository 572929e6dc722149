import { describe, expect, test } from "vitest";
import { type ContractOptions, contract, csv, flag, number, text, time } from "../../data/index.ts";
import { assumed, latency, moneySaved, type Requirements, type StatedObjective } from "../../objective/index.ts";
import { actIf } from "../../policy/index.ts";
import { binary, gbdt, on, profileOf, stream } from "../index.ts";

const fields = {
  patient: number({ integer: true, personal: "identifier" }),
  day: time(),
  visits: number({ min: 0, max: 100 }),
  age: text({ values: ["young", "old"], personal: "age" }),
  back: flag({ known: "after" }),
};

interface Changed {
  readonly requirements?: Requirements;
  readonly objective?: Partial<StatedObjective>;
  readonly contract?: ContractOptions<typeof fields>;
  readonly rest?: object;
}

/** A clinic that fulfils all that can be demanded, but for what is changed. */
function clinic({ requirements = {}, objective = {}, contract: options = {}, rest = {} }: Changed) {
  const data = contract(fields, { quarantine: { maxShare: 0 }, fresh: { field: "day", within: "1d" }, ...options });
  const h = on(data);
  return h.system({
    name: "clinic",
    source: csv("visits.csv"),
    entity: "patient",
    time: "day",
    objective: {
      ...({ metric: moneySaved, direction: "increase", baseline: 0, target: 1, by: "2030-01-01" } as const),
      ...{ currency: "USD", payoff: { call: { yes: 9, no: 0 }, skip: { yes: 0, no: 0 } } },
      ...{ effect: assumed(0.2, [0.1, 0.3]), asked: "care", approves: ["lead"], why: "first" },
      requirements,
      ...(objective as object),
    },
    outcomes: { back: h.outcome({ within: "30d", history: (r) => r.back, changedByActing: true }) },
    features: h.features((r) => ({ visits: r.visits, age: r.age })),
    rule: (f) => f.visits.atLeast(2),
    heads: { risk: binary({ label: "back", learner: gbdt(), deadline: "10ms" }) },
    weights: { risk: { start: 1, min: 0, max: 1 } },
    policy: actIf({ threshold: "from-payoff" }),
    slices: ["age"],
    about: { visits: { owner: "care", keep: 500 }, age: { owner: "care", description: "risk grows with it" } },
    ...rest,
  });
}

const GDPR = { regulated: "GDPR" };

describe("requirements", () => {
  test("demand nothing where there are none", () => {
    expect(profileOf(clinic({}))).toEqual({ requirements: {}, demands: [], filled: [] });
  });

  test("are all met by a file that has what they demand", () => {
    const requirements: Requirements = {
      ...{ regulated: "GDPR", realTime: { p99Ms: 20 }, batch: { every: "1d" }, peakPerSecond: 5, retrain: "30d" },
      ...{ keep: { decisions: "60d", snapshots: "60d" }, budget: { perYear: 900 }, runsOn: "browser" },
    };
    const { demands } = profileOf(clinic({ requirements, objective: { perYear: 1_000 } }), { now: 10, trainedAt: 5 });
    expect(demands.filter(({ met }) => !met)).toEqual([]);
    expect(new Set(demands.map(({ word }) => word))).toEqual(new Set(Object.keys(requirements)));
  });

  test("set what the file leaves open, say so, and leave alone what it says", () => {
    const set = clinic({ requirements: { ...GDPR, realTime: { p99Ms: 15 } } });
    expect(set.objective).toMatchObject({ transparency: "explainable", guardrails: [{ p99Ms: 15 }] });
    expect(set.outside).toBe("fallback");
    expect(set.filled).toEqual([
      { word: "realTime", where: "objective.guardrails", value: "[latency({ p99Ms: 15 })]" },
      { word: "regulated", where: "objective.transparency", value: '"explainable"' },
      { word: "regulated", where: "outside", value: '"fallback"' },
    ]);
    const said = clinic({
      requirements: { ...GDPR, realTime: { p99Ms: 15 } },
      objective: { transparency: "any", guardrails: [latency({ p99Ms: 5 })] },
      rest: { outside: "flag" },
    });
    expect(said.objective).toMatchObject({ transparency: "any", guardrails: [{ p99Ms: 5 }] });
    expect(said).toMatchObject({ outside: "flag" });
    expect(said).not.toHaveProperty("filled");
  });

  const unmet: readonly [string, Changed, readonly [found: RegExp, advice: RegExp]][] = [
    ["explaining", { requirements: GDPR, objective: { transparency: "any" } }, [/can be explained/, /"explainable"/]],
    [
      "owners",
      { requirements: GDPR, rest: { about: { age: { description: "risk grows with it" } } } },
      [/2 of 2 features have none: `visits` and `age`/, /owner/],
    ],
    [
      "strictness",
      { requirements: GDPR, contract: { quarantine: { maxShare: 0.01 } } },
      [/share of 0.01/, /maxShare: 0/],
    ],
    ["approval", { requirements: GDPR, objective: { approves: [] } }, [/Nobody is named/, /approves/]],
    ["a reason", { requirements: GDPR, objective: { why: undefined } as never }, [/no reason/, /why/]],
    ["slices", { requirements: GDPR, rest: { slices: [] } }, [/No slices/, /slices: \["age"\]/]],
    [
      "purposes",
      { requirements: GDPR, rest: { about: { visits: { owner: "a" }, age: { owner: "a" } } } },
      [/`age`/, /description/],
    ],
    [
      "latency",
      { requirements: { realTime: { p99Ms: 10 } }, objective: { guardrails: [latency({ p99Ms: 50 })] } },
      [/is 50 ms/, /p99Ms: 10/],
    ],
    ["deadlines", { requirements: { realTime: { p99Ms: 5 } } }, [/`risk` has no deadline/, /deadline: "5ms"/]],
    ["fresh files", { requirements: { batch: { every: "1h" } } }, [/allows 1 d/, /within: "1h"/]],
    ["a peak", { requirements: { peakPerSecond: 1 }, objective: { perYear: 1e9 } }, [/32 a second/, /perYear/]],
    ["a time", { requirements: { retrain: "30d" }, rest: { time: undefined } }, [/split by chance/, /time:/]],
    [
      "decisions kept too briefly",
      { requirements: { keep: { decisions: "7d" } } },
      [/known after 30d.*kept 7d/, /30d at least/],
    ],
    [
      "snapshots kept too briefly",
      { requirements: { retrain: "90d", keep: { snapshots: "7d" } } },
      [/kept 7d.*serves 90d/, /90d at least/],
    ],
    ["a budget", { requirements: { budget: { perYear: 100 } } }, [/costs 500 USD/, /worth least/]],
  ];
  test.each(unmet)("find what is not met, and say what to do: %s", (_, changed, [found, advice]) => {
    const { demands } = profileOf(clinic(changed));
    const open = demands.filter(({ met }) => !met);
    expect(open).toHaveLength(1);
    expect(`${open[0]?.demand} ${open[0]?.found}`).toMatch(found);
    expect(open[0]?.advice).toMatch(advice);
    expect(open[0]?.refuses).toBe(changed.requirements === GDPR);
  });

  test("find fields without bounds, and features that know who somebody is", () => {
    const data = contract({ ...fields, note: text(), visits: number() }, { quarantine: { maxShare: 0 } });
    const h = on(data);
    const features = h.features((r) => ({ visits: r.visits, note: r.note, who: r.patient.asCategory() }));
    const about = Object.fromEntries(Object.keys(features).map((name) => [name, { owner: "care", description: "x" }]));
    const system = { ...clinic({ requirements: GDPR }), contract: data, about };
    const nodes = Object.fromEntries(Object.entries(features).map(([name, { node }]) => [name, node]));
    const open = profileOf({ ...system, features: nodes }).demands.filter(({ met }) => !met);
    expect(open.map(({ found }) => found)).toEqual([
      "3 of 3 fields are not: `visits`, `note`, and `patient`.",
      "`who` would.",
    ]);
  });

  test("ask for signatures once there is a version to sign", () => {
    const system = clinic({ requirements: GDPR });
    const open = (unsigned: readonly string[]) => profileOf(system, { unsigned }).demands.filter(({ met }) => !met);
    expect(open([])).toEqual([]);
    expect(open(["lead"])).toMatchObject([{ found: "Not yet: lead.", refuses: true }]);
  });

  test("tell when a model is due", () => {
    const system = clinic({ requirements: { retrain: "30d" } });
    const due = (now: number, trainedAt: number | null) => profileOf(system, { now, trainedAt }).demands.at(-1);
    expect(due(1, null)).toMatchObject({ met: true, found: "None was trained yet." });
    expect(due(30 * 86_400_000, 0)).toMatchObject({ met: true, found: "It was trained 30 days ago." });
    expect(due(31 * 86_400_000, 0)).toMatchObject({ met: false });
  });

  test("of a page: no feature that looks back on events", () => {
    const visit = contract({ patient: number({ integer: true }), at: time() });
    const visits = stream({ contract: visit, source: csv("v.csv"), entity: "patient", time: "at" });
    const h = on(contract(fields), { streams: { visits } });
    const { count } = h.features((_, from) => ({ count: from.visits.count({ within: "30d" }) }));
    const system = clinic({ requirements: { runsOn: "browser", realTime: { p99Ms: 20, fresh: "5m" } } });
    const found = profileOf({ ...system, streams: { visits }, features: { count: count.node } }).demands;
    expect(found.filter(({ met }) => !met).map(({ word, found: stands }) => [word, stands])).toEqual([
      ["realTime", "`visits` does not say so."],
      ["runsOn", "`count` would need events, which the server has."],
    ]);
  });
});
