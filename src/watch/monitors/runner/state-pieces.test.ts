import { expect, test } from "vitest";
import { quietWorld, shopWith } from "./quiet-shop.conformance.ts";
import { monitorRun } from "./run.ts";
import { type MonitorsState, noState } from "./state.ts";
import { openStatePieces, statePieces } from "./state-pieces.ts";

function back(state: MonitorsState): MonitorsState {
  const open = openStatePieces();
  for (const piece of statePieces(state)) open.add(piece);
  return open.read();
}

function known(fields: number, periods: number): MonitorsState {
  const world = quietWorld({ seed: 1, fields, decisions: 40 });
  const run = monitorRun({ system: shopWith(fields), reference: world.reference });
  for (let p = 0; p < periods; p++) run.step(world.period(p));
  return run.state;
}

test("what monitors know comes back from its pieces as from one document", () => {
  const state = known(5, 30);
  expect(JSON.stringify(back(state))).toBe(JSON.stringify(state));
  expect(JSON.stringify(back(noState))).toBe(JSON.stringify(noState));
});

test("a monitor may know anything that is plain data, under any name", () => {
  const monitors = { list: [1, 2], number: 3, none: null, parts: { "a b": { x: 1 }, absent: undefined, length: [] } };
  const state = { ...noState, monitors, control: { "m k field é\n": { detectors: {}, lastWrong: null, at: 1 } } };
  expect(JSON.stringify(back(state))).toBe(JSON.stringify(state));
});

test("no piece is much longer than a million characters, and none is cut within a line", () => {
  const state = known(200, 2);
  const pieces = [...statePieces(state)];
  expect(pieces.length).toBeGreaterThan(2);
  for (const piece of pieces) {
    expect(piece.length).toBeLessThan(2 ** 20 + 20_000);
    expect(piece.endsWith("\n")).toBe(true);
  }
  expect(JSON.stringify(back(state))).toBe(JSON.stringify(state));
});

test("a piece that is not whole is refused", () => {
  const [piece = ""] = statePieces(known(5, 2));
  expect(() => openStatePieces().add(piece.slice(0, -20))).toThrow(SyntaxError);
});
