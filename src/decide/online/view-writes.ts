import { encodeWindowState } from "../../features/index.ts";
import { LONGEST_TAIL, type OnlineKey, type OnlineWrite } from "../../store/index.ts";
import type { HotStates } from "./hot-states.ts";
import type { Lines } from "./unwritten.ts";
import { nameOf } from "./view-note.ts";

/**
 * What a view is moved by: the state of those whose tail has become long, or to whom much happened, as far as they are in
 * memory; of all others the new lines.
 */
export function writesOf(
  unwritten: ReadonlyMap<string, Lines>,
  long: readonly OnlineKey[],
  hot: HotStates,
): readonly OnlineWrite[] {
  const whole = new Map<string, OnlineWrite>();
  for (const key of long) {
    const state = hot.get(nameOf(key));
    if (state !== undefined) whole.set(nameOf(key), { ...key, state: encodeWindowState(state) });
  }
  const writes = [...whole.values()];
  for (const [name, { key, lines }] of unwritten) {
    if (whole.has(name)) continue;
    const state = lines.length > LONGEST_TAIL ? hot.get(name) : undefined;
    writes.push(state === undefined ? { ...key, tail: lines } : { ...key, state: encodeWindowState(state) });
  }
  return writes;
}
