import { isAlidadeError } from "../../kernel/index.ts";
import type { Scalar } from "../operator.ts";
import type { Aggregate } from "./aggregates/aggregate.ts";
import { ByteEye, BytePen } from "./byte-pen.ts";
import { readColumns, writeColumns } from "./column-codec.ts";
import { GONE } from "./event-ring.ts";
import { windowStateUnreadable } from "./window-errors.ts";
import type { WindowEvent } from "./window-event.ts";
import { STATE_FORMAT, type WindowPlan } from "./window-plan.ts";
import { WindowState } from "./window-state.ts";

/**
 * A state as bytes: format, plan, instant, which version of each event counts, the events that are held, by column, those
 * that wait, and what endless windows keep. The same answers come of it, to the last bit.
 */
export function encodeWindowState(state: WindowState): Uint8Array {
  state.settle();
  const pen = new BytePen();
  pen.u8(STATE_FORMAT);
  pen.raw(nameOf(state.plan));
  pen.u8(state.versions === null ? 0 : 1);
  pen.f64(state.at);
  const writing = { pen, writeEvent: eventWriting(state, pen) };
  writeVersions(state, writing);
  writeHeld(state, writing);
  writeWaiting(state, writing);
  for (const aggregate of keepers(state)) writePlain(aggregate.keep(), pen);
  return pen.bytes();
}

/** How a state is read. */
export interface DecodeOptions {
  /** A state that is no longer needed, to be filled: for a few events that is many times faster than to build another. */
  readonly into?: WindowState | undefined;
  /** The instant that is asked about first; the state goes there at least. Default: where it stood. */
  readonly at?: number | undefined;
}

/** The state of {@link encodeWindowState}, for the same plan. Throws `features.window-state-unreadable`. */
export function decodeWindowState(plan: WindowPlan, bytes: Uint8Array, options: DecodeOptions = {}): WindowState {
  try {
    return read(plan, new ByteEye(bytes), options);
  } catch (thrown) {
    if (isAlidadeError(thrown) || !(thrown instanceof RangeError)) throw thrown;
    throw windowStateUnreadable({ problem: "they end too early" });
  }
}

function read(plan: WindowPlan, eye: ByteEye, { into, at }: DecodeOptions): WindowState {
  const format = eye.u8();
  if (format !== STATE_FORMAT) throw windowStateUnreadable({ problem: `format ${format} is not known here` });
  if (!eye.passes(nameOf(plan))) throw windowStateUnreadable({ problem: "they belong to other windows" });
  const corrects = eye.u8() === 1;
  const stood = eye.f64();
  const fits = into !== undefined && into.plan.id === plan.id && (into.versions !== null) === corrects;
  const state = fits ? into : new WindowState(plan, { corrects });
  const ahead = Math.max(stood, at ?? stood);
  state.clear();
  state.standAt(stood, ahead);
  const reading = { eye, readEvent: eventReading(state, eye) };
  readVersions(state, reading);
  readHeld(state, eye);
  readWaiting(state, reading);
  state.settle();
  // What endless windows keep counts the held events too.
  for (const aggregate of keepers(state)) {
    aggregate.clear();
    aggregate.restore(readPlain(eye));
  }
  if (!eye.isAtEnd) throw windowStateUnreadable({ problem: "more is there than is due" });
  state.advance(ahead);
  return state;
}

const names = new WeakMap<WindowPlan, Uint8Array>();

/** The plan's name in bytes: hexadecimal digits. */
function nameOf(plan: WindowPlan): Uint8Array {
  const before = names.get(plan);
  if (before !== undefined) return before;
  const name = Uint8Array.from(plan.id, (digit) => digit.charCodeAt(0));
  names.set(plan, name);
  return name;
}

interface Writing {
  readonly pen: BytePen;
  readonly writeEvent: (event: WindowEvent) => void;
}

interface Reading {
  readonly eye: ByteEye;
  readonly readEvent: () => WindowEvent;
}

/** The aggregates that know of events which are held no longer. */
function keepers({ parts, versions }: WindowState): readonly Aggregate[] {
  return versions === null
    ? parts.lanes.filter(({ isEndless }) => isEndless).flatMap(({ aggregates }) => aggregates)
    : [];
}

/** Versions whose event is not held: forgotten ones that may be told again, and those that have yet to happen. */
function writeVersions({ versions }: WindowState, { pen, writeEvent }: Writing): void {
  const apart = versions?.apart() ?? [];
  pen.count(apart.length);
  for (const { event, latest } of apart) {
    writeEvent(event);
    pen.f64(latest);
  }
}

function readVersions({ versions }: WindowState, { eye, readEvent }: Reading): void {
  for (let left = eye.count(); left > 0; left--) versions?.note(readEvent(), eye.f64());
}

function writeHeld({ versions, parts: { ring } }: WindowState, { pen }: Writing): void {
  const held: number[] = [];
  for (let n = ring.first; n < ring.next; n++) if (((ring.marks[n & ring.mask] as number) & GONE) === 0) held.push(n);
  writeColumns(ring, held, pen);
  if (versions === null) return;
  for (const n of held) {
    const id = ring.ids?.[n & ring.mask] ?? null;
    pen.plain(id);
    if (id !== null) pen.f64(versions.latestOf(n, id));
  }
}

function readHeld({ versions, parts: { ring } }: WindowState, eye: ByteEye): void {
  const held = readColumns(ring, eye);
  if (versions === null) return;
  const latest = versions.fold(held);
  for (let n = 0; n < held; n++) {
    const id = eye.plain();
    if (ring.ids !== null) ring.ids[n] = id;
    if (id !== null) latest[n] = eye.f64();
  }
}

function writeWaiting({ waiting }: WindowState, { pen, writeEvent }: Writing): void {
  pen.count(waiting.size);
  for (const { event, isKnown } of waiting.values()) {
    writeEvent(event);
    pen.u8(isKnown ? 1 : 0);
  }
}

function readWaiting(state: WindowState, { eye, readEvent }: Reading): void {
  for (let left = eye.count(); left > 0; left--) {
    const event = readEvent();
    const isKnown = eye.u8() === 1;
    if (isKnown) state.versions?.adopt(event);
    state.wait({ event, isKnown });
  }
}

/** Numbers as they are, NaN where they are missing; a text in full the first time, and by its number from then on. */
function eventWriting({ parts: { ring } }: WindowState, pen: BytePen): (event: WindowEvent) => void {
  return ({ time, knownAt, id, values }) => {
    pen.f64(time);
    pen.f64(knownAt);
    pen.plain(id);
    for (let input = 0; input < ring.isText.length; input++) {
      const value = values[input] ?? null;
      if (ring.isText[input]) pen.repeatedText(value as string | null);
      else pen.f64(value === null ? Number.NaN : (value as number));
    }
  };
}

function eventReading({ parts: { ring } }: WindowState, eye: ByteEye): () => WindowEvent {
  const readValue = (isText: boolean): Scalar => (isText ? eye.repeatedText() : eye.f64());
  return () => ({ time: eye.f64(), knownAt: eye.f64(), id: eye.plain(), values: ring.isText.map(readValue) });
}

function writePlain(values: readonly Scalar[], pen: BytePen): void {
  pen.count(values.length);
  for (const value of values) pen.plain(value);
}

function readPlain(eye: ByteEye): readonly Scalar[] {
  const values: Scalar[] = [];
  for (let left = eye.count(); left > 0; left--) values.push(eye.plain());
  return values;
}
