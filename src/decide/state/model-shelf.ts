import type { Model } from "../../model/index.ts";

/** What is in memory of the models that are served. */
export interface ShelfFacts {
  /** Models that something serves, opened or not. */
  readonly models: number;
  /** Of these, how many are opened. */
  readonly opened: number;
  /** Bytes of the files of all of them, which stay in memory. */
  readonly bytes: number;
  /** About how many bytes the opened ones take beside. */
  readonly openedBytes: number;
  /** How many were opened and retired since the start. */
  readonly openings: number;
  readonly retirings: number;
}

/** A place on the shelf: a model that is opened when it is needed. */
export interface ShelfSlot {
  /** The model, opened now unless it is at hand. One that cannot be opened is given as one that fails when it is asked. */
  model(): Model;
  /** The same, but throws why it cannot be opened. */
  open(): Model;
  /** Whether it is opened at the moment. */
  isOpen(): boolean;
  /** Takes a model that was opened elsewhere. */
  put(model: Model): void;
  /** Gives the place up, once for each time that it was taken; when nobody has it any more, the model goes. */
  leave(): void;
}

/** Models by last use: those that were used lately are opened, the others wait as bytes. */
export interface ModelShelf {
  /** A place for a model of so many bytes, which `decode` opens; the same one for the same key. */
  slot(key: string, bytes: number, decode: () => Model): ShelfSlot;
  /** Whether another of that size can be opened without retiring one. */
  fits(bytes: number): boolean;
  facts(): ShelfFacts;
}

/** What an opened model takes beside its file, in bytes of the file, with a margin: 1.3 are measured for forests (bench/serve/models.ts). */
const OPENED = 2;

/** So many bytes of opened models by default: 512 MiB. */
export const SHELF_BUDGET: number = 512 * 1024 * 1024;

interface Place {
  readonly key: string;
  readonly bytes: number;
  readonly decode: () => Model;
  model: Model | undefined;
  /** When it was last asked for, in turns. */
  used: number;
  /** How many have taken it. */
  takers: number;
}

interface Shelf {
  readonly budget: number;
  readonly places: Map<string, Place>;
  turns: number;
  readonly count: { -readonly [Name in keyof Omit<ShelfFacts, "models">]: number };
}

/**
 * An empty shelf. What was opened beyond `budget` bytes is retired, the longest unused first, but never the one that was just
 * asked for: a single model larger than the budget still serves.
 */
export function modelShelf(budget: number = SHELF_BUDGET): ModelShelf {
  const count = { opened: 0, bytes: 0, openedBytes: 0, openings: 0, retirings: 0 };
  const shelf: Shelf = { budget, places: new Map(), turns: 0, count };
  return {
    fits: (bytes) => count.openedBytes + bytes * OPENED <= budget,
    facts: () => ({ models: shelf.places.size, ...count }),
    slot(key, bytes, decode) {
      const place = shelf.places.get(key) ?? { key, bytes, decode, model: undefined, used: 0, takers: 0 };
      if (place.takers++ === 0) {
        shelf.places.set(key, place);
        count.bytes += bytes;
      }
      const open = (): Model => use(shelf, place);
      return {
        open,
        model: () => attempt(open),
        isOpen: () => place.model !== undefined,
        put: (model) => void put(shelf, place, model),
        leave: () => leave(shelf, place),
      };
    },
  };
}

function use(shelf: Shelf, place: Place): Model {
  if (place.model === undefined) return put(shelf, place, place.decode());
  place.used = ++shelf.turns;
  return place.model;
}

function put(shelf: Shelf, place: Place, model: Model): Model {
  // Whoever still decides by what is no longer served opens it for this once.
  if (place.takers === 0) return model;
  close(shelf, place);
  place.model = model;
  place.used = ++shelf.turns;
  shelf.count.opened++;
  shelf.count.openings++;
  shelf.count.openedBytes += place.bytes * OPENED;
  retire(shelf, place);
  return model;
}

function close({ count }: Shelf, place: Place): void {
  if (place.model === undefined) return;
  place.model = undefined;
  count.opened--;
  count.openedBytes -= place.bytes * OPENED;
}

function leave(shelf: Shelf, place: Place): void {
  if (place.takers === 0 || --place.takers > 0) return;
  close(shelf, place);
  shelf.places.delete(place.key);
  shelf.count.bytes -= place.bytes;
}

function retire(shelf: Shelf, kept: Place): void {
  const { budget, count, places } = shelf;
  if (count.openedBytes <= budget) return;
  const others = [...places.values()].filter((place) => place.model !== undefined && place !== kept);
  for (const place of others.sort((a, b) => a.used - b.used)) {
    if (count.openedBytes <= budget * SLACK) return;
    close(shelf, place);
    count.retirings++;
  }
}

/** Retiring goes on until a little room is left, so that it does not come round with every opening. */
const SLACK = 0.95;

function attempt(open: () => Model): Model {
  try {
    return open();
  } catch {
    return FAILING;
  }
}

/** In place of a model that cannot be opened: there is no such format, so scoring throws, and a head that throws has its fallback. */
const FAILING: Model = {
  format: "unusable",
  signature: { task: "binary", features: [], classes: [] },
  calibration: { kind: "none" },
  body: undefined,
};
