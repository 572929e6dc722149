import { type Cell, columnOf } from "../../data/index.ts";
import { divideRows } from "../../evaluate/index.ts";
import { insufficient } from "../../kernel/index.ts";
import { type Changes, changesOf } from "./changes.ts";
import { type Moved, movedBy, type Rewarded } from "./evidence.ts";
import type { Story } from "./rewards.ts";

/** How the money would move in a part of the decisions. */
export interface SliceMovement extends Pick<Moved, "movement" | "decisions"> {
  readonly field: string;
  readonly value: string;
  /** The part of its decisions that would be made otherwise. */
  readonly changed: Changes["share"];
}

/** Fewer decisions than this are not judged. */
const FEWEST = 100;
const MOST_VALUES = 12;

/** The movement of the money in every declared slice, the largest parts of each. */
export function slicesOf(story: Story, money: readonly Rewarded[]): readonly SliceMovement[] {
  return story.system.slices.flatMap((field) => {
    const { kind } = story.system.contract.fields[field] ?? { kind: "text" };
    const cells = money.map(({ remade }) => cellOf(story, remade.id, field));
    const column = columnOf(field, kind, cells);
    const parts = [...divideRows(column)].sort((a, b) => b.rows.length - a.rows.length).slice(0, MOST_VALUES);
    return parts.map(({ value, rows }) => ({
      field,
      value,
      ...partOf(Array.from(rows, (row) => money[row] as Rewarded)),
    }));
  });
}

function cellOf({ records }: Story, id: string, field: string): Cell {
  const given = records.get(id)?.body.given ?? {};
  return Object.hasOwn(given, field) ? (given[field] as Cell) : null;
}

function partOf(rows: readonly Rewarded[]): Omit<SliceMovement, "field" | "value"> {
  const changed = changesOf(rows.map(({ remade }) => remade)).share;
  if (rows.length < FEWEST) {
    const movement = insufficient("too-few-rows", { need: FEWEST, have: rows.length });
    return { movement, decisions: rows.length, changed };
  }
  return { movement: movedBy(rows).movement, decisions: rows.length, changed };
}
