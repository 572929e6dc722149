import { hashBytes, hashValue, isObject } from "../../kernel/index.ts";
import type { Blobs, Cursor } from "../../store/index.ts";
import type { CountCase, DaySums } from "./day-sums.ts";
import { decodeDay, encodeDay } from "./encode-day.ts";

/** The days that nothing can change any more, and where in the journal to go on. */
export interface KeptDays {
  readonly days: readonly DaySums[];
  /** From where the journal is to be read for later days; null: from its beginning. */
  readonly cursor: Cursor | null;
  /** The last day that is kept, by number; everything up to it has been counted. */
  readonly through: number;
}

/** Where closed days are kept, so that one more day costs the reading of one day. */
export interface DayBook {
  /** What is kept for exactly this case: sums of other measures, or at other prices, are none of it. */
  read(of: CountCase): Promise<KeptDays>;
  /** Adds days. Days that were kept before stay. */
  keep(of: CountCase, days: KeptDays): Promise<void>;
}

/** Nothing kept yet. */
export const noDays: KeptDays = Object.freeze({ days: Object.freeze([]), cursor: null, through: -Infinity });

interface Head {
  readonly of: string;
  readonly cursor: Cursor | null;
  readonly days: readonly number[];
}

/** The shape of what is kept; older ones are counted again. */
const SHAPE = 1;

/** A book among the blobs of a state. It holds hashes of the units, and no names. */
export function dayBook(blobs: Pick<Blobs, "get" | "put">): DayBook {
  return {
    async read(of) {
      const head = readHead(await blobs.get(`${placeFor(of)}/head.json`));
      if (head?.of !== caseOf(of)) return noDays;
      const found = await Promise.all(head.days.map(async (day) => await blobs.get(dayKey(of, day))));
      const days = found.flatMap((bytes) => (bytes === undefined ? [] : (decodeDay(bytes) ?? [])));
      // What cannot be read is counted again.
      if (days.length < head.days.length) return noDays;
      return { days, cursor: head.cursor, through: head.days.at(-1) ?? Number.NEGATIVE_INFINITY };
    },
    async keep(of, { days, cursor }) {
      const before = readHead(await blobs.get(`${placeFor(of)}/head.json`));
      const known = new Set(before?.of === caseOf(of) ? before.days : []);
      for (const day of days) if (!known.has(day.from)) await blobs.put(dayKey(of, day.from), encodeDay(day));
      const head: Head = { of: caseOf(of), cursor, days: days.map(({ from }) => from) };
      await blobs.put(`${placeFor(of)}/head.json`, new TextEncoder().encode(JSON.stringify(head)));
    },
  };
}

function placeFor({ system }: CountCase): string {
  return `measured/${hashBytes(system.name).slice(0, 16)}`;
}

/** Days counted for another case lie in a folder of their own: a head never points at them. */
function dayKey(of: CountCase, day: number): string {
  return `${placeFor(of)}/${caseOf(of).slice(0, 12)}/${day}.bin`;
}

/** Everything that sums depend on. */
function caseOf({ system: { objective, outcomes, policy, heads }, measures }: CountCase): string {
  const { payoff, cost, effect } = objective;
  const windows = Object.entries(outcomes).map(([name, { kind, within, changedByActing }]) => [
    name,
    kind,
    within,
    changedByActing,
  ]);
  const tasks = Object.keys(heads);
  return hashValue([
    SHAPE,
    payoff,
    cost,
    effect ?? null,
    objective.outcome ?? null,
    windows,
    policy.policy,
    tasks,
    measures,
  ]);
}

function readHead(bytes: Uint8Array | undefined): Head | undefined {
  if (bytes === undefined) return undefined;
  try {
    const found: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return isObject(found) && Array.isArray(found.days) ? (found as unknown as Head) : undefined;
  } catch {
    // Half written by a machine that lost its power: counted again.
    return undefined;
  }
}
