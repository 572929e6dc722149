import type { Measure } from "../../objective/index.ts";
import { mergeQuantiles, noQuantiles, type QuantileSketch, quantileSketchOf } from "../../stats/index.ts";
import { type Draw, drawFor } from "./drawn.ts";
import type { JoinedDecision } from "./joined.ts";
import { AT, mergeUnits, openUnits, placeOf, type UnitKey, type UnitSums, unitKey } from "./unit-sums.ts";
import { GROUPS, mergeUses, type Uses, usedBy } from "./uses.ts";
import type { QuantifiedSystem } from "./value-of.ts";

/** A day in milliseconds. */
export const DAY = 86_400_000;

/** The number of the day, from 1970, UTC. */
export function dayOf(at: number): number {
  return Math.floor(at / DAY);
}

/** What the decisions of a day, or of several, add up to: enough for every measure, whatever their number. */
export interface DaySums {
  /** First and last day, by number from 1970, UTC. */
  readonly from: number;
  readonly to: number;
  readonly decisions: number;
  readonly units: UnitSums;
  /** By number of the measure; only for quantiles. */
  readonly quantiles: Readonly<Record<string, QuantileSketch>>;
  readonly uses: Uses;
  /** Events that broke their contract. */
  readonly refused: number;
}

/** What is counted. */
export interface CountCase {
  readonly system: QuantifiedSystem;
  readonly measures: readonly Measure[];
}

/** Adds up the decisions of one day. */
export function sumDay(
  { system, measures }: CountCase,
  day: number,
  { joined, refused }: { readonly joined: readonly JoinedDecision[]; readonly refused: number },
): DaySums {
  const draws = measures.map((measure) => drawFor(system, measure));
  const units = openUnits(placeOf(measures.length));
  const uses = Array.from({ length: GROUPS }, () => new Map<string, number>());
  const keys = joined.map(keyOf);
  joined.forEach((one, i) => {
    const unit = keys[i] as UnitKey;
    const group = uses[unit.key % GROUPS];
    for (const item of usedBy(one.decision.body)) group?.set(item, (group.get(item) ?? 0) + 1);
    const row = units.row(unit);
    if (row !== undefined) addDecision(row, one, draws);
  });
  const numbers = Int32Array.from(keys, ({ key }) => key);
  const quantiles = measures.flatMap(({ measure }, m) =>
    measure === "quantile" ? [[m, sketchOf(joined, draws[m] as Draw, numbers)] as const] : [],
  );
  return {
    ...{ from: day, to: day, decisions: joined.length, refused },
    units: units.read(),
    quantiles: Object.fromEntries(quantiles),
    uses: mergeUses([uses.map((counts) => Object.fromEntries(counts))]),
  };
}

/** One that is about nobody stands for itself. */
function keyOf({ decision }: JoinedDecision): UnitKey {
  return unitKey(decision.subject === undefined ? `decision ${decision.id}` : `unit ${decision.subject}`);
}

function addDecision(row: Float64Array, joined: JoinedDecision, draws: readonly Draw[]): void {
  const { at, subject, body } = joined.decision;
  const add = (place: number, value: number): void => {
    row[place] = (row[place] as number) + value;
  };
  row[AT.first] = Math.min(row[AT.first] as number, at);
  row[AT.last] = Math.max(row[AT.last] as number, at);
  add(body.purpose === "holdback" ? AT.held : AT.served, 1);
  if (subject !== undefined) add(AT.named, 1);
  draws.forEach((draw, m) => {
    const drawn = draw(joined);
    if (drawn === undefined) return;
    add(placeOf(m), drawn.sum);
    add(placeOf(m) + 1, drawn.size);
  });
}

/** The values of a day, those of one unit together. */
function sketchOf(joined: readonly JoinedDecision[], draw: Draw, units: Int32Array): QuantileSketch {
  return quantileSketchOf(
    Float64Array.from(joined, (one) => draw(one)?.sum ?? Number.NaN),
    units,
  );
}

/** Several days as one. Throws nothing: days of other measures must not be given. */
export function mergeDays(days: readonly DaySums[]): DaySums | undefined {
  const [first] = days;
  if (first === undefined || days.length === 1) return first;
  const total = (pick: (day: DaySums) => number): number => days.reduce((sum, day) => sum + pick(day), 0);
  return {
    from: days.reduce((least, { from }) => Math.min(least, from), Infinity),
    to: days.reduce((most, { to }) => Math.max(most, to), -Infinity),
    decisions: total(({ decisions }) => decisions),
    refused: total(({ refused }) => refused),
    units: mergeUnits(days.map(({ units }) => units)),
    quantiles: Object.fromEntries(
      Object.keys(first.quantiles).map((m) => [
        m,
        days.reduce((sum, { quantiles }) => mergeQuantiles(sum, quantiles[m] ?? noQuantiles), noQuantiles),
      ]),
    ),
    uses: mergeUses(days.map(({ uses }) => uses)),
  };
}
