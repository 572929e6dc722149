import type { MonitorsState } from "./state.ts";

/** Where a value is in a state, and the value: one line of JSON. Of readings, which have no name, one more. */
type Line = readonly [where: readonly string[], value: unknown];

/** Characters after which a piece ends. */
const PIECE = 2 ** 20;

/**
 * A state as text, in pieces of whole lines of about a million characters: of a system with a thousand inputs it is tens of
 * millions, which nobody should have to hold at once.
 */
export function* statePieces(state: MonitorsState): Generator<string> {
  let [lines, length]: [string[], number] = [[], 0];
  for (const line of linesOf(state)) {
    const text = `${JSON.stringify(line)}\n`;
    lines.push(text);
    length += text.length;
    if (length < PIECE) continue;
    yield lines.join("");
    [lines, length] = [[], 0];
  }
  if (length > 0) yield lines.join("");
}

/** A state that is put together again. */
export interface OpenState {
  /** Takes the next piece. Throws `SyntaxError` where it is not whole. */
  add(piece: string): void;
  read(): MonitorsState;
}

/** Takes the pieces of {@link statePieces} in their order. */
export function openStatePieces(): OpenState {
  const state: Record<string, unknown> = {};
  return {
    add(piece) {
      for (const text of piece.split("\n")) if (text !== "") put(state, JSON.parse(text) as Line);
    },
    read: () => state as unknown as MonitorsState,
  };
}

/** The whole with nothing in it, then what is in it, part by part. */
function* linesOf(state: MonitorsState): Generator<Line> {
  const { monitors, control, last } = state;
  yield [[], emptied(state)];
  for (const [name, known] of Object.entries(monitors)) {
    if (!isByName(known)) yield [["monitors", name], known];
    else {
      yield [["monitors", name], {}];
      for (const [part, one] of Object.entries(known)) if (one !== undefined) yield [["monitors", name, part], one];
    }
  }
  for (const [key, watch] of Object.entries(control)) yield [["control", key], watch];
  for (const reading of last?.readings ?? []) yield [["last", "readings"], reading];
}

function emptied({ last, ...rest }: MonitorsState): MonitorsState {
  const { supplies, ...others } = rest;
  const kept = { ...others, monitors: {}, control: {}, last: last === null ? null : { ...last, readings: [] } };
  return supplies === undefined ? kept : { ...kept, supplies };
}

function isByName(known: unknown): known is Readonly<Record<string, unknown>> {
  return typeof known === "object" && known !== null && !Array.isArray(known);
}

function put(state: Record<string, unknown>, [where, value]: Line): void {
  const name = where.at(-1);
  if (name === undefined) return void Object.assign(state, value);
  let within = state;
  for (const one of where.slice(0, -1)) within = within[one] as Record<string, unknown>;
  const there = within[name];
  if (Array.isArray(there)) there.push(value);
  else within[name] = value;
}
