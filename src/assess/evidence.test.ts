import { describe, expect, test } from "vitest";
import { insufficient } from "../kernel/index.ts";
import { standingOf } from "./evidence.ts";

const estimate = (value: number, half: number) => ({ value, low: value - half, high: value + half, level: 0.95 });
const rows = { judged: 1_000, all: 1_000 };

describe("how a gain stands", () => {
  test("shown by its interval", () => expect(standingOf(estimate(2, 1), rows).kind).toBe("shown"));
  test("not there", () => expect(standingOf(estimate(-1, 3), rows).kind).toBe("none"));
  test("likely: half the width again shows it with four times the rows", () =>
    expect(standingOf(estimate(1, 2), rows)).toEqual({ kind: "likely", rows: 4_000 }));
  test("too small to wait for", () => expect(standingOf(estimate(1, 4), rows).kind).toBe("none"));
  test("shown when a sample left out the rows that would settle it", () =>
    expect(standingOf(estimate(1, 2), { judged: 1_000, all: 5_000 }).kind).toBe("shown"));
  test("unknown without an interval", () => expect(standingOf(insufficient("one-class"), rows).kind).toBe("unknown"));
});
