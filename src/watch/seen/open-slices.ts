import type { DecisionBody } from "../../records/index.ts";
import { addToMoments, type Moments, mergeMoments, noMoments } from "../../stats/index.ts";
import { MOST_NAMES } from "./most-frequent.ts";
import type { SliceSeen } from "./seen.ts";

/** Slices by `field=value`. */
export type Slices = Readonly<Record<string, SliceSeen>>;

/** Counts decisions by the values of some fields. */
export interface OpenSlices {
  add(body: DecisionBody): void;
  read(): Slices;
}

type Counted = { -readonly [Name in keyof SliceSeen]: SliceSeen[Name] };

/** Nothing counted yet. Of each field the first {@link MOST_NAMES} values are counted. */
export function openSlices(fields: readonly string[]): OpenSlices {
  const byField = fields.map((field) => ({ field, values: new Map<string, Counted>() }));
  return {
    add(body) {
      for (const { field, values } of byField) {
        const value = body.given[field];
        if (value === null || value === undefined) continue;
        const name = String(value);
        const slice = values.get(name) ?? { decisions: 0, acted: 0, fellBack: 0, score: noMoments };
        if (slice.decisions === 0 && values.size >= MOST_NAMES) continue;
        values.set(name, slice);
        addTo(slice, body);
      }
    },
    read: () =>
      Object.fromEntries(
        byField.flatMap(({ field, values }) =>
          [...values].map(([value, slice]): [string, SliceSeen] => [`${field}=${value}`, { ...slice }]),
        ),
      ),
  };
}

function addTo(slice: Counted, { acted, level, score }: DecisionBody): void {
  slice.decisions++;
  if (acted) slice.acted++;
  if (level !== undefined) slice.fellBack++;
  if (score !== null && Number.isFinite(score)) slice.score = addToMoments(slice.score, score);
}

/** Both together; of each field the {@link MOST_NAMES} values with the most decisions. */
export function mergeSlices(a: Slices, b: Slices): Slices {
  const sum: Record<string, SliceSeen> = { ...a };
  for (const [name, slice] of Object.entries(b)) {
    const before = sum[name];
    sum[name] = before === undefined ? slice : together(before, slice);
  }
  const byField = Map.groupBy(Object.entries(sum), ([name]) => name.slice(0, name.indexOf("=")));
  return Object.fromEntries([...byField.values()].flatMap(largest));
}

function largest(slices: readonly (readonly [string, SliceSeen])[]): readonly (readonly [string, SliceSeen])[] {
  if (slices.length <= MOST_NAMES) return slices;
  return [...slices]
    .sort(([a, one], [b, other]) => other.decisions - one.decisions || (a < b ? -1 : 1))
    .slice(0, MOST_NAMES);
}

function together(a: SliceSeen, b: SliceSeen): SliceSeen {
  const score: Moments = mergeMoments(a.score, b.score);
  return { decisions: a.decisions + b.decisions, acted: a.acted + b.acted, fellBack: a.fellBack + b.fellBack, score };
}
