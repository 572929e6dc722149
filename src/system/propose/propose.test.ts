import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Cell, csv, inferContract, type Kind, tableOf, writeContract } from "../../data/index.ts";
import type { SystemDefinition } from "../system.ts";
import { type ProposalInput, proposeSystem, type SystemProposal } from "./propose.ts";
import { isPresent, proposeReal, REAL_CASES, stateExample } from "./real-data.conformance.ts";
import { writeSystem } from "./write-system.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alidade-propose-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Cells = Readonly<Record<string, readonly Cell[]>>;

/** A proposal for columns of plain values; text where a value is text. */
function propose(cells: Cells, options: Partial<ProposalInput> = {}): SystemProposal {
  const rows = Object.values(cells)[0]?.length ?? 0;
  const kinds = Object.entries(cells).map(([name, values]): [string, Kind] => {
    const sample = values.find((value) => value !== null);
    return [name, typeof sample === "number" ? "number" : typeof sample === "boolean" ? "flag" : "text"];
  });
  const table = tableOf(
    Object.fromEntries(kinds),
    Array.from({ length: rows }, (_, i) =>
      Object.fromEntries(Object.entries(cells).map(([name, values]) => [name, values[i] ?? null])),
    ),
  );
  const label = options.label ?? "y";
  const { contract } = inferContract(table, { label });
  return proposeSystem({ raw: table, contract, label, source: csv("x.csv"), name: "x", ...options });
}

const N = 120;
const each = <T>(make: (i: number) => T): readonly T[] => Array.from({ length: N }, (_, i) => make(i));
const codes = ({ warnings }: SystemProposal): readonly string[] => warnings.map(({ code }) => code);

describe("the outcome", () => {
  const x = each((i) => i % 7);

  test.each<readonly [string, readonly Cell[], string]>([
    ["a flag is yes as it is", each((i) => i % 3 === 0), "r.y"],
    ["yes and no in words are a flag", each((i) => (i % 3 === 0 ? "Yes" : "No")), "r.y"],
    ["of two texts the rarer is yes", each((i) => (i % 3 === 0 ? ">50K" : "<=50K")), 'r.y.equals(">50K")'],
    ["one of several texts is a label", each((i) => (i % 6 === 0 ? "a" : i % 2 === 0 ? "b" : "c")), "r.y"],
    [
      "of texts with too rare ones the rarest is yes",
      each((i) => (i < 3 ? "a" : i % 4 === 0 ? "b" : "c")),
      'r.y.equals("b")',
    ],
    ["of two numbers the rarer is yes", each((i) => (i % 3 === 0 ? 2 : 1)), "r.y.equals(2)"],
    ["a number of many values is a value", each((i) => i), "r.y"],
    ["a number of few values is yes above its median", each((i) => i % 20), "r.y.above(9)"],
    ["a number that is mostly its largest is yes there", each((i) => (i % 5 === 0 ? i % 3 : 5)), "r.y.atLeast(5)"],
  ])("%s", (_what, y, source) => {
    expect(propose({ x, y }).outcome.source).toBe(source);
  });

  test("a choice is said when it was not obvious, and can be made otherwise", () => {
    const y = each((i) => (i % 3 === 0 ? "lost" : "kept"));
    expect(codes(propose({ x, y }))).toContain("init.positive-assumed");
    const chosen = propose({ x, y }, { positive: "kept" });
    expect(chosen.outcome.source).toBe('r.y.equals("kept")');
    expect(codes(chosen)).not.toContain("init.positive-assumed");
    expect(propose({ x, y: each((i) => i % 3 === 0) }, { positive: "0" }).outcome.source).toBe("r.y.not()");
  });

  test.each<readonly [string, readonly Cell[]]>([
    ["without a value", each(() => null)],
    ["with one value", each(() => "a")],
    ["with one example of a class", each((i) => (i === 3 ? "a" : "b"))],
    ["that is a text of its own for every row", each((i) => `row ${i}`)],
    ["that is a time", each((i) => `2026-01-${String((i % 28) + 1).padStart(2, "0")}`)],
  ])("a label %s is refused", (_what, y) => {
    expect(() => propose({ x, y })).toThrow(expect.objectContaining({ code: "propose.label-unusable" }));
  });

  test("rows without a label count for neither side", () => {
    const { outcome } = propose({ x, y: each((i) => (i % 4 === 0 ? null : i % 4 === 1)) });
    expect(outcome.truth.filter(Number.isNaN)).toHaveLength(N / 4);
    expect(outcome.truth.filter((value) => value === 1)).toHaveLength(N / 4);
  });
});

describe("the roles", () => {
  const y = each((i) => i % 3 === 0);
  const x = each((i) => i % 7);

  test("an identifier that repeats is the entity before one that does not, which is no feature either", () => {
    const visit_id = Array.from({ length: 400 }, (_, i) => i + 1);
    const cells = {
      visit_id,
      patient_nbr: visit_id.map((i) => 90_000 + (i % 150)),
      x: visit_id.map((i) => i % 7),
      y: visit_id.map((i) => i % 3 === 0),
    };
    const found = propose(cells);
    expect(found.entity).toBe("patient_nbr");
    expect(found.features.map(({ name }) => name)).toEqual(["x"]);
    expect(found.leftOut.map(({ field }) => field)).toEqual(["visit_id", "patient_nbr"]);
  });

  test("without any identifier each row stands for itself, and this is said", () => {
    const found = propose({ x, y });
    expect(found.entity).toBeUndefined();
    expect(codes(found)).toContain("init.entity-none");
  });

  test("the only time is the time of the decision; of two, none is", () => {
    const day = each((i) => `2026-01-${String((i % 28) + 1).padStart(2, "0")}`);
    expect(propose({ x, y, day }).time).toBe("day");
    const two = propose({ x, y, signed_up: day, observed_on: day });
    expect(two.time).toBeUndefined();
    expect(two.warnings.find(({ code }) => code === "init.time-undecided")?.message).toMatch(
      /^`signed_up`, `observed_on` are times; none was taken .*`--time observed_on`/,
    );
    expect(codes(propose({ x, y, signed_up: day, observed_on: day }, { time: "signed_up" }))).not.toContain(
      "init.time-undecided",
    );
    expect(() => propose({ x, y }, { time: "x" })).toThrow(expect.objectContaining({ code: "propose.field-unfit" }));
    expect(() => propose({ x, y }, { entity: "z" })).toThrow(expect.objectContaining({ code: "data.column-missing" }));
  });
});

describe("what people may be protected by", () => {
  test("is said, by the words of the names; the label and what only begins alike are not", () => {
    const y = each((i) => i % 3 === 0);
    const x = each((i) => i % 7);
    const { warnings, slices } = propose(
      { race: y, patientSex: y, age_band: x, agency: x, gender: y },
      { label: "gender" },
    );
    expect(warnings.find(({ code }) => code === "init.protected-fields")?.message).toMatch(
      /^May be protected: race, patientSex, age_band\. Keep them as slices; /,
    );
    expect(slices).toEqual(["race", "patientSex"]);
    expect(codes(propose({ x, y }))).not.toContain("init.protected-fields");
  });
});

describe("the features", () => {
  const y = Array.from({ length: 1_300 }, (_, i) => i % 3 === 0);
  const of = <T>(make: (i: number) => T): readonly T[] => y.map((_, i) => make(i));

  test("are what can teach something, each as its kind asks; the rest is left out with its reason", () => {
    const found = propose({
      y,
      amount: of((i) => i / 10),
      "hours per week": of((i) => i % 40),
      region_id: of((i) => i % 5),
      shop: of((i) => `shop ${i % 60}`),
      member: of((i) => i % 2 === 0),
      at: of((i) => new Date(Date.UTC(2026, 0, 1 + (i % 20), i % 24)).toISOString().replace(".000", "")),
      constant: of(() => "same"),
      nothing: of(() => null),
      note: of((i) => (i < 1_290 ? `text ${i}` : "text 0")),
    });
    expect(Object.fromEntries(found.features.map(({ name, source }) => [name, source]))).toEqual({
      amount: "r.amount",
      hoursPerWeek: 'r["hours per week"]',
      region_id: "r.region_id.asCategory()",
      shop: "r.shop",
      member: "r.member",
      atHour: "r.at.hour()",
      atWeekday: "r.at.dayOfWeek()",
    });
    expect(found.leftOut.map(({ field, why }) => `${field} ${why}`)).toEqual([
      "constant has one value",
      "nothing has no value",
      "note is text with 1,290 values",
    ]);
  });

  test("without any, nothing is proposed", () => {
    expect(() => propose({ y, constant: of(() => 1) })).toThrow(
      expect.objectContaining({ code: "propose.no-features" }),
    );
  });
});

describe("the rule", () => {
  test("finds the threshold that separates yes from no", () => {
    const x = each((i) => i % 10);
    const { rule } = propose({ noise: each((i) => (i * 37) % 11), x, y: x.map((value) => value >= 6) });
    expect(rule).toEqual({ source: "f.x.atLeast(6)", picked: { yes: 1, no: 0 } });
  });

  test("finds the value, and the flag that speaks against", () => {
    const kind = each((i) => ["a", "b", "c", "d"][i % 4] as string);
    expect(propose({ kind, y: kind.map((value) => value === "c") }).rule.source).toBe('f.kind.equals("c")');
    const off = each((i) => i % 2 === 0);
    expect(propose({ off, y: off.map((value) => !value) }).rule.source).toBe("f.off.not()");
  });

  test("a missing value is never picked", () => {
    const x = each((i) => (i % 2 === 0 ? null : i % 10));
    expect(propose({ x, y: x.map((value) => value !== null && value >= 5) }).rule.picked.no).toBe(0);
  });
});

describe("what is written", () => {
  const hostile = {
    "patient id": Array.from({ length: 60 }, (_, i) => i + 1),
    'quo"te': Array.from({ length: 60 }, (_, i) => `${i % 3}"\\\n${i % 3}`),
    class: Array.from({ length: 60 }, (_, i) => i % 4),
    "a b": Array.from({ length: 60 }, (_, i) => i % 5),
    "a-b": Array.from({ length: 60 }, (_, i) => (i * i) % 7),
    "same\nline": Array.from({ length: 60 }, () => 1),
    "1y": Array.from({ length: 60 }, (_, i) => (i % 3 === 0 ? "it's" : 'no"t')),
  };

  test("loads, whatever the columns are called", async () => {
    const rows = Array.from({ length: 60 }, (_, i) =>
      Object.fromEntries(Object.entries(hostile).map(([name, values]) => [name, values[i] as Cell])),
    );
    const kinds = Object.fromEntries(
      Object.entries(hostile).map(([name, [first]]) => [name, typeof first === "number" ? "number" : "text"] as const),
    );
    const raw = tableOf(kinds, rows);
    const contract = inferContract(raw, { label: "1y" });
    const proposal = proposeSystem({ raw, contract: contract.contract, label: "1y", source: csv("x.csv"), name: "x" });
    const system = await load("hostile", writeContract({ ...contract, notes: [] }), writeSystem(proposal));
    expect(Object.keys(system.outcomes)).toEqual(["field1y"]);
    expect(Object.keys(system.features)).toEqual(["quoTe", "class", "aB", "aB2"]);
  });
});

describe("the example objective in the comments", () => {
  test.each([false, true])("loads once it is stated; acting changes the outcome: %s", async (changes) => {
    const x = each((i) => i % 7);
    const table = tableOf(
      { x: "number", y: "flag" },
      x.map((value, i) => ({ x: value, y: i % 3 === 0 })),
    );
    const contract = inferContract(table, { label: "y" });
    const input = { raw: table, contract: contract.contract, label: "y", source: csv("x.csv"), name: "x" };
    const written = writeSystem(proposeSystem(input));
    expect(written).toContain("add moneySaved to the import above");
    const system = await load(`example-${changes}`, writeContract(contract), stateExample(written, changes));
    expect(system.objective).toMatchObject({ stated: true, metric: { name: "money saved" }, cost: { act: 40 } });
    expect(system.objective.effect?.value).toBe(changes ? 0.2 : undefined);
    expect(system.holdback).toBe(changes ? 0.05 : 0);
  });
});

describe("real data", () => {
  test.each(REAL_CASES)("$file becomes a system that loads", async (real) => {
    if (!isPresent(real)) return console.info(`${real.file} is not on this machine: skipped`);
    const { proposal, contractText, systemText } = await proposeReal(real);
    expect(proposal).toMatchObject({ outcome: { source: real.outcome } });
    expect([proposal.entity, proposal.time]).toEqual([real.entity, real.time]);
    const { picked } = proposal.rule;
    expect(picked.yes - picked.no).toBeGreaterThan(0.05);
    const system = await load(real.label, contractText, systemText);
    expect(Object.keys(system.features)).toEqual(proposal.features.map(({ name }) => name));
  });
});

async function load(name: string, contractText: string, systemText: string): Promise<SystemDefinition> {
  await writeFile(join(folder, `${name}.contract.mts`), contractText);
  const file = join(folder, `${name}.mts`);
  await writeFile(file, systemText.replace("./contract.mts", `./${name}.contract.mts`));
  return ((await import(pathToFileURL(file).href)) as { default: SystemDefinition }).default;
}
