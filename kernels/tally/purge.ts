import { bitsOf, hashHigh } from "./hash";
import { cells, lost, placeOf, scratch, size, used } from "./counter";

/** Lowers every count by about the median, and forgets those that are left with nothing: at least one. */
export function purge(at: i32): void {
  const from = cells(at), to = from + size(at), room = scratch(at);
  const least = medianCount(at);
  let end = room;
  for (let place = from; place < to; place += 16) {
    const count = f64.load(place, 8);
    if (count > least) {
      f64.store(end, f64.load(place));
      f64.store(end, count - least, 8);
      end += 16;
    }
  }
  for (let place = from; place < to; place += 8) f64.store(place, NaN);
  for (let kept = room; kept < end; kept += 16) {
    const key = f64.load(kept);
    const place = placeOf(from, size(at) - 1, key, hashHigh(bitsOf(key)));
    f64.store(place, key);
    f64.store(place, f64.load(kept, 8), 8);
  }
  i32.store(used(at), (end - room) >> 4);
  f64.store(lost(at), f64.load(lost(at)) + least);
}

/** Of one place in sixteen; the least count of all where those are empty. */
function medianCount(at: i32): f64 {
  const from = cells(at) + 8, to = cells(at) + size(at), room = scratch(at);
  let end = room;
  for (let place = from; place < to; place += 256) {
    const count = f64.load(place);
    if (count > 0) end = insert(room, end, count);
  }
  if (end > room) return f64.load(room + ((((end - room) >> 3) - 1) >> 1 << 3));
  let least = Infinity;
  for (let place = from; place < to; place += 16) {
    const count = f64.load(place);
    if (count > 0) least = min(least, count);
  }
  return least;
}

/** Puts a number among ascending ones; gives their new end. */
function insert(room: i32, end: i32, value: f64): i32 {
  let place = end;
  while (place > room && f64.load(place - 8) > value) {
    f64.store(place, f64.load(place - 8));
    place -= 8;
  }
  f64.store(place, value);
  return end + 8;
}
