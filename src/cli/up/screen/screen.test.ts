import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import { textWidth } from "../../../report/index.ts";
import type { Look } from "../look.ts";
import {
  ALARMED,
  alertOf,
  CANARY,
  lookOf,
  loopLook,
  loopOf,
  NOW,
  SITUATIONS,
  systemLook,
} from "./looks.conformance.ts";
import { type Frame, screenLines } from "./screen-lines.ts";

const text = (look: Look, frame: Partial<Frame> = {}) =>
  screenLines(look, { width: 80, colour: false, ...frame }).join("\n");

describe("a frame of every situation", () => {
  const sizes = [32, 60, 80, 132].flatMap((width) => [6, 24, 60].map((rows) => ({ width, rows })));
  test.each(Object.entries(SITUATIONS))("%s stays within its window, with and without colour", (_, look) => {
    for (const { width, rows } of sizes) {
      const lines = screenLines(look, { width, rows, colour: false });
      expect(lines.length).toBeLessThanOrEqual(rows);
      for (const line of lines) expect(textWidth(line), line).toBeLessThanOrEqual(width);
      const coloured = screenLines(look, { width, rows, colour: true });
      expect(coloured.map((line) => stripVTControlCharacters(line).trimEnd())).toEqual(lines);
    }
  });
});

describe("what a person reads", () => {
  test("alerts are loudest first, with what they cost, who looks after them and who could not be told", () => {
    const shown = text(lookOf([ALARMED]));
    expect(shown).toContain("✕ 2 alerts");
    expect(shown).toMatch(/✕ visits has a mean of 4,100.*\$240,000 a day {2}3 h\n/);
    expect(shown).toMatch(/! no label of bought came for 3 days +ops not told {2}1,200 a day {2}3 d\n/);
    expect(shown).toContain("ada looks after it");
    expect(shown).toContain("alidade alerts show alr_");
  });

  test("a canary, an experiment and a loop under way are told, and what was failed is", () => {
    const shown = text(lookOf([CANARY]), { width: 100 });
    expect(shown).toContain("champion 90%, canary 5%, holdback 5%");
    expect(shown).toContain("› A canary of rel_77aa00112233aabb at 5%, step 2 of 3");
    expect(shown).toContain("canary for 12 min: 5% of the entities, 312 of 500 decisions");
    expect(shown).toContain("2 of 4 this month");
  });

  test("whose word a loop waits for", () => {
    const loop = loopLook({ loop: loopOf({ asks: ["clinical-lead"] }) });
    expect(text(lookOf([systemLook("ward", { loop })]))).toContain("Waits for clinical-lead to say yes");
  });

  test("a system that nobody watches is not called quiet", () => {
    const shown = text(SITUATIONS["the watcher is down"] as Look);
    expect(shown).toContain("Nobody watches");
    expect(shown).toContain("Database is locked, tried again in 8 s");
    expect(shown).toContain("not watched");
    expect(shown).not.toContain("✓ quiet");
  });

  test("in a low window what is in trouble keeps its lines, and the others become one", () => {
    const shown = text(SITUATIONS["ten systems"] as Look, { rows: 24 });
    expect(shown).toMatch(/^system-3 .*841 a minute.*✓ quiet$/m);
    expect(shown).toContain("✕ visits has a mean");
    const low = text(SITUATIONS["ten systems"] as Look, { rows: 8 }).split("\n");
    expect(low[2]).toMatch(/^shop .*✕ 2 alerts$/);
    expect(low.at(-1)).toBe("5 more systems; a higher window shows them");
  });

  test("nothing that somebody named can move the cursor", () => {
    const alert = alertOf("page", "x\u001b[2J\u001b[Hy\nz");
    const shown = text(lookOf([systemLook("shop", { alerts: [alert] })]));
    expect(shown).not.toContain("\u001b");
    expect(shown).toContain("✕ x[2J[Hy z");
  });

  test("a release from after the time of the data has no age", () => {
    const past = lookOf([systemLook("shop")], { clock: "data", at: NOW - 400 * 86_400_000 });
    expect(text(past)).toMatch(/Serves +rel_3f9c2a81d3e4f5a6; champion/);
    expect(text(past)).toContain("of the data");
  });
});
