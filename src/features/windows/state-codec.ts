import { isAlidadeError } from "../../kernel/index.ts";
import type { Scalar } from "../operator.ts";
import type { Aggregate } from "./aggregates/aggregate.ts";
import { ByteEye, BytePen } from "./byte-pen.ts";
import { GONE } from "./event-ring.ts";
import { windowStateUnreadable } from "./window-errors.ts";
import type { WindowEvent } from "./window-event.ts";
import type { WindowPlan } from "./window-plan.ts";
import { WindowState } from "./window-state.ts";

const FORMAT = 1;

/**
 * A state as bytes: format, plan, instant, the events that are held, those that wait, which version of each event counts,
 * and what endless windows keep. The same answers come of it, to the last bit.
 */
export function encodeWindowState(state: WindowState): Uint8Array {
  state.settle();
  const pen = new BytePen();
  pen.u8(FORMAT);
  pen.text(state.plan.id);
  pen.u8(state.versions === null ? 0 : 1);
  pen.f64(state.at);
  const writing = { pen, writeEvent: eventWriting(state, pen) };
  writeVersions(state, writing);
  writeHeld(state, writing);
  writeWaiting(state, writing);
  for (const aggregate of keepers(state)) writePlain(aggregate.keep(), pen);
  return pen.bytes();
}

/**
 * The state of {@link encodeWindowState}, for the same plan. Throws `features.window-state-unreadable`. A state that is no
 * longer needed can be given to be filled `into`: for a few events that is many times faster than to build another.
 */
export function decodeWindowState(plan: WindowPlan, bytes: Uint8Array, into?: WindowState): WindowState {
  try {
    return read(plan, new ByteEye(bytes), into);
  } catch (thrown) {
    if (isAlidadeError(thrown) || !(thrown instanceof RangeError)) throw thrown;
    throw windowStateUnreadable({ problem: "they end too early" });
  }
}

function read(plan: WindowPlan, eye: ByteEye, into: WindowState | undefined): WindowState {
  const format = eye.u8();
  if (format !== FORMAT) throw windowStateUnreadable({ problem: `format ${format} is not known here` });
  if (eye.text() !== plan.id) throw windowStateUnreadable({ problem: "they belong to other windows" });
  const corrects = eye.u8() === 1;
  const fits = into !== undefined && into.plan.id === plan.id && (into.versions !== null) === corrects;
  const state = fits ? into : new WindowState(plan, { corrects });
  state.clear();
  state.standAt(eye.f64());
  const reading = { eye, readEvent: eventReading(state, eye) };
  readVersions(state, reading);
  readHeld(state, reading);
  readWaiting(state, reading);
  state.settle();
  // What endless windows keep counts the held events too.
  for (const aggregate of keepers(state)) {
    aggregate.clear();
    aggregate.restore(readPlain(eye));
  }
  if (!eye.isAtEnd) throw windowStateUnreadable({ problem: "more is there than is due" });
  return state;
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
function writeVersions({ versions, parts: { ring } }: WindowState, { pen, writeEvent }: Writing): void {
  const apart = [...(versions?.byId.values() ?? [])].filter(({ n }) => n < ring.first);
  pen.u32(apart.length);
  for (const { event, latest } of apart) {
    writeEvent(event);
    pen.f64(latest);
  }
}

function readVersions({ versions }: WindowState, { eye, readEvent }: Reading): void {
  for (let left = eye.u32(); left > 0; left--) versions?.note(readEvent(), eye.f64());
}

function writeHeld({ versions, parts: { ring } }: WindowState, { pen, writeEvent }: Writing): void {
  const held: number[] = [];
  for (let n = ring.first; n < ring.next; n++) if (((ring.marks[n & ring.mask] as number) & GONE) === 0) held.push(n);
  pen.u32(held.length);
  for (const n of held) {
    const event = ring.eventAt(n);
    writeEvent(event);
    if (versions !== null && event.id !== null) pen.f64(versions.byId.get(event.id)?.latest ?? event.time);
  }
}

function readHeld(state: WindowState, { eye, readEvent }: Reading): void {
  const { versions } = state;
  for (let left = eye.u32(); left > 0; left--) {
    const event = readEvent();
    if (versions !== null && event.id !== null) versions.note(event, eye.f64());
    state.put(event);
  }
}

function writeWaiting({ waiting }: WindowState, { pen, writeEvent }: Writing): void {
  pen.u32(waiting.size);
  for (const { event, isKnown } of waiting.values()) {
    writeEvent(event);
    pen.u8(isKnown ? 1 : 0);
  }
}

function readWaiting(state: WindowState, { eye, readEvent }: Reading): void {
  for (let left = eye.u32(); left > 0; left--) {
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
  pen.u32(values.length);
  for (const value of values) pen.plain(value);
}

function readPlain(eye: ByteEye): readonly Scalar[] {
  const values: Scalar[] = [];
  for (let left = eye.u32(); left > 0; left--) values.push(eye.plain());
  return values;
}
