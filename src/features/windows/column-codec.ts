import type { ByteEye, BytePen } from "./byte-pen.ts";
import type { EventRing } from "./event-ring.ts";

/** How a column of numbers is written. */
const [EACH, DELAYED, ONES] = [0, 1, 2];

/** Writes the events of some numbers, column by column: times, when they were known, and what the inputs made of them. */
export function writeColumns(ring: EventRing, held: readonly number[], pen: BytePen): void {
  const places = held.map((n) => n & ring.mask);
  pen.count(places.length);
  if (places.length === 0) return;
  for (const at of places) pen.f64(ring.time[at] as number);
  writeKnown(ring, places, pen);
  for (let input = 0; input < ring.isText.length; input++)
    if (ring.isText[input]) for (const at of places) pen.repeatedText(ring.texts[input]?.[at] ?? null);
    else writeNumbers(ring.numbers[input] as Float64Array, places, pen);
}

/** Fills an empty ring with what {@link writeColumns} wrote, but for the ids; gives how many events it holds. */
export function readColumns(ring: EventRing, eye: ByteEye): number {
  const count = eye.count();
  if (count === 0) return 0;
  ring.makeRoom(eye.bounded(count));
  eye.f64s(ring.time, count);
  readKnown(ring, count, eye);
  for (let input = 0; input < ring.isText.length; input++)
    if (ring.isText[input]) {
      const texts = ring.texts[input] as (string | null)[];
      for (let n = 0; n < count; n++) texts[n] = eye.repeatedText();
    } else readNumbers(ring.numbers[input] as Float64Array, count, eye);
  ring.ids?.fill(null, 0, count);
  ring.admit(count);
  return count;
}

/** Mostly events are known as long after they happened as their stream says. */
function writeKnown({ time, knownAt }: EventRing, places: readonly number[], pen: BytePen): void {
  const [first = 0] = places;
  const delay = (knownAt[first] as number) - (time[first] as number);
  const isSteady = places.every((at) => (time[at] as number) + delay === knownAt[at]);
  pen.u8(isSteady ? DELAYED : EACH);
  if (isSteady) pen.f64(delay);
  else for (const at of places) pen.f64(knownAt[at] as number);
}

function readKnown({ time, knownAt }: EventRing, count: number, eye: ByteEye): void {
  if (eye.u8() === EACH) eye.f64s(knownAt, count);
  else addDelay(time, eye.f64(), knownAt.subarray(0, count));
}

function addDelay(time: Float64Array, delay: number, knownAt: Float64Array): void {
  for (let n = 0; n < knownAt.length; n++) knownAt[n] = (time[n] as number) + delay;
}

/** What is only counted is 1 where it counts and missing elsewhere: a byte an event. */
function writeNumbers(values: Float64Array, places: readonly number[], pen: BytePen): void {
  const isOnes = places.every((at) => values[at] === 1 || Number.isNaN(values[at]));
  pen.u8(isOnes ? ONES : EACH);
  for (const at of places)
    if (isOnes) pen.u8(values[at] === 1 ? 1 : 0);
    else pen.f64(values[at] as number);
}

function readNumbers(values: Float64Array, count: number, eye: ByteEye): void {
  if (eye.u8() === EACH) eye.f64s(values, count);
  else for (let n = 0; n < count; n++) values[n] = eye.u8() === 1 ? 1 : Number.NaN;
}
