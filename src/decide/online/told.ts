import type { Scalar, WindowEvent, WindowState } from "../../features/index.ts";
import type { EventRecord } from "../../records/index.ts";
import { decodeValue, encodeValue } from "../../store/index.ts";
import type { OnlineStream } from "./online-plan.ts";

/** An event as a view takes it in. */
export interface Told {
  /** When the system learned of it. */
  readonly at: number;
  readonly event: WindowEvent;
}

/** What a view makes of a journalled event; null for one that is about nobody or has no time. */
export function toldOf({ at, body }: EventRecord, stream: OnlineStream): (Told & { readonly entity: string }) | null {
  const read = stream.read(body.row);
  if (read === null) return null;
  const { time, knownAt, id, values } = read.event;
  return { at, entity: String(read.entity), event: { time, knownAt: Math.max(knownAt, at), id, values } };
}

/** A state takes in an event, and stands no earlier than when that was learned of. */
export function tell(state: WindowState, { at, event }: Told): void {
  if (at > state.at) state.advance(at);
  state.take(event);
}

/** As a line of a tail. */
export function lineOf({ at, event: { time, knownAt, id, values } }: Told): string {
  const line = [at, time, knownAt, id, values];
  return `${isPlain(id) && values.every(isPlain) ? JSON.stringify(line) : encodeValue(line)}\n`;
}

/** Whether JSON says a value as it is. */
function isPlain(value: Scalar): boolean {
  if (typeof value === "number") return Number.isFinite(value) && (value !== 0 || 1 / value > 0);
  return value === null || value.charCodeAt(0) !== 0;
}

/** The lines of a tail. */
export function toldIn(tail: string): readonly Told[] {
  if (tail === "") return [];
  const lines = decodeValue(`[${tail.slice(0, -1).replaceAll("\n", ",")}]`) as readonly Line[];
  return lines.map(([at, time, knownAt, id, values]) => ({ at, event: { time, knownAt, id, values } }));
}

type Line = readonly [number, number, number, string | number | null, readonly Scalar[]];
