interface Entry<T> {
  readonly name: string;
  thing: T;
  /** Where it stands in the round. */
  place: number;
  /** Asked for since the hand last passed it. */
  isUsed: boolean;
}

/** What left to make room. */
export interface Left<T> {
  readonly name: string;
  readonly thing: T;
}

/**
 * Things by name, in a round. The one to leave is found by a hand that goes from one to the next and passes those that were
 * asked for since it last came by (second chance).
 */
export class SecondChance<T> {
  readonly #byName: Map<string, Entry<T>> = new Map();
  readonly #round: Entry<T>[] = [];
  #hand = 0;

  get size(): number {
    return this.#round.length;
  }

  /** The thing of that name, which has thereby been asked for. */
  use(name: string): T | undefined {
    const entry = this.#byName.get(name);
    if (entry === undefined) return undefined;
    entry.isUsed = true;
    return entry.thing;
  }

  /** The thing of that name; nobody has asked for it. */
  peek(name: string): T | undefined {
    return this.#byName.get(name)?.thing;
  }

  /** A new one counts as not asked for: it was read once, and may never be again. */
  put(name: string, thing: T): void {
    const before = this.#byName.get(name);
    if (before !== undefined) {
      before.thing = thing;
      return;
    }
    const entry = { name, thing, place: this.#round.length, isUsed: false };
    this.#byName.set(name, entry);
    this.#round.push(entry);
  }

  remove(name: string): T | undefined {
    const entry = this.#byName.get(name);
    if (entry !== undefined) this.#take(entry);
    return entry?.thing;
  }

  /** The next to leave, which is gone then; undefined when all have to be kept. */
  leave(isKept: (name: string) => boolean): Left<T> | undefined {
    // Each is met twice at most: the first time it may have been asked for.
    for (let left = 2 * this.#round.length; left > 0; left--) {
      const entry = this.#round[this.#hand % this.#round.length] as Entry<T>;
      if (!entry.isUsed && !isKept(entry.name)) {
        this.#take(entry);
        return entry;
      }
      entry.isUsed = false;
      this.#hand = entry.place + 1;
    }
    return undefined;
  }

  clear(): void {
    this.#byName.clear();
    this.#round.length = 0;
  }

  /** The last of the round takes the place of the one that goes. */
  #take(entry: Entry<T>): void {
    this.#byName.delete(entry.name);
    const last = this.#round.pop();
    if (last === undefined || last === entry) return;
    last.place = entry.place;
    this.#round[last.place] = last;
  }
}
