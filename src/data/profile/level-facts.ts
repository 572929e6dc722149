import { hashText } from "../../stats/index.ts";
import { shapeOf } from "./text-shape.ts";

/** What is worth knowing once of every text of a dictionary, by code, and room for counting. */
export interface LevelFacts {
  readonly levels: readonly string[];
  readonly high: Int32Array;
  readonly low: Int32Array;
  readonly lengths: Uint32Array;
  readonly shapes: Uint32Array;
  /** Zeros between two batches. */
  readonly counts: Uint32Array;
  readonly touched: Uint32Array;
}

/** Facts of dictionaries, kept from batch to batch: batches of one reading often share theirs, or let it grow. */
export interface FactShelf {
  of(column: string, levels: readonly string[]): LevelFacts;
}

export function factShelf(): FactShelf {
  const shelf = new Map<string, { readonly facts: LevelFacts; readonly known: number }>();
  return {
    of(column, levels) {
      const kept = shelf.get(column);
      const same = kept !== undefined && kept.facts.levels === levels;
      if (same && kept.known === levels.length) return kept.facts;
      const facts = roomFor(levels, same ? kept.facts : undefined);
      for (let code = same ? kept.known : 0; code < levels.length; code++) learn(facts, code);
      shelf.set(column, { facts, known: levels.length });
      return facts;
    },
  };
}

function learn({ levels, high, low, lengths, shapes }: LevelFacts, code: number): void {
  const text = levels[code] as string;
  const hash = hashText(text);
  high[code] = hash.high;
  low[code] = hash.low;
  lengths[code] = text.length;
  shapes[code] = shapeOf(text);
}

function roomFor(levels: readonly string[], before: LevelFacts | undefined): LevelFacts {
  if (before !== undefined && before.high.length >= levels.length) return before;
  const room = Math.max(16, before === undefined ? levels.length : levels.length * 2);
  const facts: LevelFacts = {
    levels,
    high: new Int32Array(room),
    low: new Int32Array(room),
    lengths: new Uint32Array(room),
    shapes: new Uint32Array(room),
    counts: new Uint32Array(room),
    touched: new Uint32Array(room),
  };
  if (before !== undefined) {
    facts.high.set(before.high);
    facts.low.set(before.low);
    facts.lengths.set(before.lengths);
    facts.shapes.set(before.shapes);
  }
  return facts;
}
