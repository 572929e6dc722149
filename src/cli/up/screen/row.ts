import type { Instant } from "../../../kernel/index.ts";
import { type Line, label, type Span, span, widthOf } from "./spans.ts";

/** Where a row is drawn. */
export interface Place {
  /** Columns of the screen. */
  readonly width: number;
  readonly now: Instant;
}

/** A row of a system: its label, empty where it belongs to the row above, and what it says. */
export interface Row {
  readonly name: string;
  readonly left: readonly Span[];
  readonly right?: readonly Span[];
}

const NAMES = 8;

/** Columns that a row has beside its label. */
export function roomOf({ width }: Place): number {
  return width - NAMES - 4;
}

interface Broken {
  readonly rest: readonly Span[];
  readonly between: string;
  readonly place: Place;
}

/** Two parts in one row where there is room for both, else in two. */
export function broken(name: string, first: readonly Span[], { rest, between, place }: Broken): readonly Row[] {
  if (rest.length === 0) return [{ name, left: first }];
  const both = [...first, span(between), ...rest];
  return widthOf(both) <= roomOf(place)
    ? [{ name, left: both }]
    : [
        { name, left: first },
        { name: "", left: rest },
      ];
}

export function rowLine({ name, left, right }: Row): Line {
  return { left: [label(name, NAMES), ...left], ...(right === undefined ? {} : { right }) };
}
