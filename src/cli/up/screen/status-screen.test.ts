import { describe, expect, test } from "vitest";
import type { Look } from "../look.ts";
import { ALARMED, lookOf, NOW, SITUATIONS, systemLook } from "./looks.conformance.ts";
import { type StatusScreenOptions, statusScreen } from "./status-screen.ts";

interface Given {
  readonly isTerminal?: boolean;
  readonly json?: boolean;
  readonly env?: StatusScreenOptions["env"];
}

function recorder({ isTerminal = false, json = false, env = {} }: Given) {
  const size = { columns: 81, rows: 25 };
  const said: string[] = [];
  const lost: string[] = [];
  let now = 0;
  const screen = statusScreen({
    ...{ env, now: () => now },
    io: { isTerminal, json, colour: false, out: async (text) => void said.push(text) },
    window: {
      size: () => size,
      ifLost(text) {
        lost.push(text);
        return () => void lost.pop();
      },
    },
  });
  return { screen, said, lost, size, pass: (ms: number) => (now += ms) };
}

const quiet = SITUATIONS.quiet as Look;
const later = lookOf([systemLook("shop")], {
  at: NOW + 10_000,
  events: [...quiet.events, { at: NOW + 9_000, system: "shop", kind: "alert", says: "no label came" }],
});

/** What a terminal of that size shows, by the few sequences that the screen writes. */
function displayed(written: string, rows: number): string {
  const cells: string[] = Array.from({ length: rows }, () => "");
  let row = 0;
  const type = (text: string): void => {
    if (text === "") return;
    for (const [i, part] of text.replaceAll("\r", "").split("\n").entries()) {
      if (i > 0 && row === rows - 1) cells.push(...cells.splice(0, 1).map(() => ""));
      else if (i > 0) row++;
      // A line is written from its first column on; what was there stays until it is erased.
      if (part !== "") cells[row] = part + (cells[row] ?? "").slice(part.length);
      column = part.length;
    }
  };
  let column = 0;
  const [first = "", ...sequences] = written.split("\u001b[");
  type(first);
  for (const sequence of sequences) {
    const [, code = "", rest = ""] = /^(\??\d*[a-zA-Z])(.*)$/s.exec(sequence) ?? [];
    if (code === "H") [row, column] = [0, 0];
    if (code === "K" || code === "J") cells[row] = (cells[row] ?? "").slice(0, column);
    if (code === "J") cells.fill("", row + 1);
    type(rest);
  }
  return cells.join("\n").trimEnd();
}

describe("on a terminal", () => {
  test("each frame replaces the one before, whatever was longer there", async () => {
    const { screen, said, size } = recorder({ isTerminal: true });
    await screen.show(lookOf([ALARMED, systemLook("ward")]));
    await screen.show(later);
    const { screen: fresh, said: alone } = recorder({ isTerminal: true });
    await fresh.show(later);
    expect(displayed(said.join(""), size.rows)).toBe(displayed(alone.join(""), size.rows));
    expect(displayed(said.join(""), size.rows)).toContain("no label came");
    expect(displayed(said.join(""), size.rows)).toContain("answers at http://127.0.0.1:7070");
  });

  test("a frame is one write, and none where nothing has changed", async () => {
    const { screen, said } = recorder({ isTerminal: true });
    await screen.show(quiet);
    await screen.show(quiet);
    expect(said.length).toBe(1);
  });

  test("the cursor is given back, once, also when the process ends without closing", async () => {
    const { screen, said, lost } = recorder({ isTerminal: true });
    await screen.close();
    expect(said).toEqual([]);
    await screen.show(quiet);
    expect(said[0]).toContain("\u001b[?25l");
    expect(lost[0]).toContain("\u001b[?25h");
    await screen.close();
    await screen.close();
    expect(said.slice(1)).toEqual(["\u001b[?25h\n"]);
    expect(lost).toEqual([]);
  });

  test("another size of the window counts from the next frame on", async () => {
    const { screen, said, size } = recorder({ isTerminal: true });
    await screen.show(quiet);
    Object.assign(size, { columns: 61, rows: 10 });
    await screen.show(quiet);
    expect(displayed(said[1] ?? "", 10).split("\n").length).toBeLessThan(10);
  });
});

describe("elsewhere", () => {
  test.each([{ isTerminal: false }, { isTerminal: true, env: { TERM: "dumb" } }])(
    "each event is one line, each minute is summed up, and there is no escape code",
    async (given) => {
      const { screen, said, pass } = recorder(given);
      await screen.show(quiet);
      expect(said[0]?.split("\n")).toHaveLength(5);
      await screen.show(quiet);
      pass(10_000);
      await screen.show(later);
      expect(said.slice(1)).toEqual(["2026-11-23 13:14:14  alert  shop: no label came\n"]);
      pass(50_000);
      await screen.show(lookOf([ALARMED], { events: later.events }));
      expect(said[2]).toBe(
        "2026-11-23 13:14:05  shop: 3 decisions a minute, p99 310 ms, $210 a day, 20 monitors quiet, " +
          "3 in alarm (unitChange, labelsComing, servingHealth), 2 alerts open, retraining stopped\n",
      );
      expect(said.join("")).not.toContain("\u001b");
    },
  );

  test("for programs each look is one line, without the readings", async () => {
    const { screen, said } = recorder({ isTerminal: true, json: true });
    await screen.show(quiet);
    await screen.show(quiet);
    expect(said.map((line) => line.trimEnd().includes("\n"))).toEqual([false, false]);
    const told = JSON.parse(said[0] ?? "");
    expect(told).toMatchObject({ url: "http://127.0.0.1:7070", systems: [{ name: "shop", monitors: { quiet: 23 } }] });
    expect(told.systems[0].monitors.readings).toBeUndefined();
  });
});
