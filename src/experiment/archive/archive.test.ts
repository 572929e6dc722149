import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openState } from "../../backends/index.ts";
import { virtualClock } from "../../kernel/index.ts";
import type { State } from "../../store/index.ts";
import { type Archive, archiveOf } from "./archive.ts";
import { checkedComparison, comparisonMalformed } from "./check.ts";
import { type ArchivedComparison, isProof } from "./comparison.ts";
import { boundsOf } from "./delta.ts";

const comparison: ArchivedComparison = {
  v: 1,
  system: "shop",
  experiment: "calls",
  arm: "treatment",
  design: "ab",
  basis: "randomised",
  releases: { control: "rel_a", treatment: "rel_b" },
  from: 1_000,
  until: 2_000,
  units: 800,
  currency: "EUR",
  offline: { rocAuc: { value: 0.01, standardError: 0.004, errors: "independent" } },
  online: {
    moneyPerDecision: { value: 0.3, standardError: 0.1 },
    clicks: { value: 1, standardError: 2, errorCorrelation: 0.4 },
  },
  verdict: "ship",
  invalid: [],
  decision: "shipped",
  why: "it earned more",
};

let folder: string;
let state: State;
let archive: Archive;
const clock = virtualClock(5_000);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "alidade-archive-"));
  state = await openState(join(folder, ".alidade"), { create: true });
  archive = archiveOf({ records: state.records, clock, who: "ada" });
});
afterEach(async () => {
  await state.close();
  await rm(folder, { recursive: true, force: true });
});

describe("a comparison that is misspelt", () => {
  test.each<[string, object, string]>([
    [
      "errors",
      { offline: { rocAuc: { value: 0.01, standardError: 0.004, error: "paired" } } },
      "`offline.rocAuc.error`",
    ],
    [
      "errorCorrelation",
      { online: { clicks: { value: 1, standardError: 2, correlation: 0.4 } } },
      "`online.clicks.correlation`",
    ],
    ["offline", { ofline: {} }, "`ofline`"],
  ])("in `%s` is refused, and not read without it", (name, change, member) => {
    const keep = () => archive.keep({ ...comparison, ...change });
    expect(keep).toThrow(`${member} must be one of its members`);
    expect(keep).toThrow(name);
  });
});

describe("the archive", () => {
  test("keeps a comparison with who kept it and when, and finds it by system", async () => {
    const { record, known } = await archive.keep(comparison);
    expect(known).toBe(false);
    expect(record).toEqual({ ...comparison, id: "shop/calls/treatment", revision: 1, by: "ada", at: 5_000 });
    expect(await archive.comparisons("shop")).toEqual([record]);
    expect(await archive.comparisons("other")).toEqual([]);
  });

  test("the same again changes nothing; another reading is the next revision, and the first stays", async () => {
    await archive.keep(comparison);
    expect((await archive.keep({ ...comparison })).known).toBe(true);
    const { record } = await archive.keep({ ...comparison, verdict: "don't" });
    expect(record.revision).toBe(2);
    expect(await archive.comparisons()).toEqual([record]);
    expect((await archive.revisions("shop/calls/treatment")).map(({ verdict }) => verdict)).toEqual(["ship", "don't"]);
  });

  test("an interval that does not lie evenly about its value is kept as it is, and told instead of the normal one", async () => {
    const { value, standardError } = comparison.online.moneyPerDecision!;
    expect(boundsOf({ value, standardError }).low).toBeCloseTo(0.3 - 1.96 * 0.1, 5);
    const online = { effectOfActing: { value: 0.4, standardError: 0.6, low: -0.7, high: 0.8 } };
    const { record } = await archive.keep({ ...comparison, online });
    expect(record.online).toEqual(online);
    expect(boundsOf(record.online.effectOfActing!)).toEqual({ low: -0.7, high: 0.8 });
  });

  test("lists by the time at which comparisons ended", async () => {
    await archive.keep({ ...comparison, experiment: "late", until: 9_000 });
    await archive.keep({ ...comparison, experiment: "early", until: 1_500 });
    expect((await archive.comparisons()).map(({ experiment }) => experiment)).toEqual(["early", "late"]);
  });

  test("only what was randomised, is valid and compares two releases is proof", () => {
    expect(isProof(comparison)).toBe(true);
    expect(isProof({ ...comparison, basis: "observational" })).toBe(false);
    expect(isProof({ ...comparison, invalid: ["split-broken"] })).toBe(false);
    expect(isProof({ ...comparison, design: "holdback" })).toBe(false);
    expect(isProof({ ...comparison, releases: { control: "rel_a", treatment: "rel_a" } })).toBe(false);
  });
});

describe("what is refused", () => {
  test.each<[string, object, string]>([
    ["no basis", { basis: undefined }, "basis"],
    ["a basis that is none", { basis: "measured" }, "basis"],
    ["an end before its beginning", { until: 500 }, "until"],
    ["no error", { online: { moneyPerDecision: { value: 1 } } }, "online.moneyPerDecision.standardError"],
    [
      "an infinite lift",
      { online: { moneyPerDecision: { value: Infinity, standardError: 1 } } },
      "online.moneyPerDecision.value",
    ],
    ["a negative error", { offline: { rocAuc: { value: 1, standardError: -1 } } }, "offline.rocAuc.standardError"],
    [
      "a correlation of 2",
      { online: { x: { value: 1, standardError: 1, errorCorrelation: 2 } } },
      "online.x.errorCorrelation",
    ],
    [
      "an interval beside its value",
      { online: { x: { value: 1, standardError: 1, low: 1.5, high: 2 } } },
      "online.x.low",
    ],
    ["half an interval", { online: { x: { value: 1, standardError: 1, low: 0 } } }, "online.x.high"],
    ["a name with a slash", { experiment: "a/b" }, "experiment"],
  ])("%s", (_, wrong, member) => {
    const check = () => checkedComparison({ ...comparison, ...wrong });
    expect(check).toThrow(
      expect.objectContaining({ code: comparisonMalformed.code, data: expect.objectContaining({ member }) }),
    );
  });

  test("something that is no comparison at all", () => {
    expect(() => checkedComparison(null)).toThrow(/`\?\/\?\/\?`/);
  });
});
