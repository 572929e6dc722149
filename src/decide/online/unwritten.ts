import type { OnlineKey } from "../../store/index.ts";

/** Lines of one entity in one stream, one after the other. */
export interface Lines {
  readonly key: OnlineKey;
  lines: string;
}

interface Batch {
  readonly byName: Map<string, Lines>;
  events: number;
}

/** What came since a view was last written: a batch that is being written, and what comes meanwhile. */
export class Unwritten {
  #fresh: Batch = emptyBatch();
  #leaving: Batch | undefined;

  /** Events that are not known to be written. */
  get events(): number {
    return this.#fresh.events + (this.#leaving?.events ?? 0);
  }

  /** Those that no write has taken up yet. */
  get fresh(): number {
    return this.#fresh.events;
  }

  add(name: string, key: OnlineKey, line: string): void {
    const { byName } = this.#fresh;
    const found = byName.get(name);
    if (found === undefined) byName.set(name, { key, lines: line });
    else found.lines += line;
    this.#fresh.events++;
  }

  /** What has to be added to a stored entry: the lines that leave, unless it has them already, and those after them. */
  linesOf(name: string, { hasLeft }: { readonly hasLeft: boolean }): string {
    const leaving = hasLeft ? "" : (this.#leaving?.byName.get(name)?.lines ?? "");
    return leaving + (this.#fresh.byName.get(name)?.lines ?? "");
  }

  /** Takes up all that is fresh, to be written; {@link left} or {@link cameBack} has to follow before the next time. */
  leave(): ReadonlyMap<string, Lines> {
    this.#leaving = this.#fresh;
    this.#fresh = emptyBatch();
    return this.#leaving.byName;
  }

  /** What was taken up is written. */
  left(): void {
    this.#leaving = undefined;
  }

  /** What was taken up could not be written: it is fresh again. */
  cameBack(): void {
    const [back, since] = [this.#leaving, this.#fresh];
    if (back === undefined) return;
    const events = this.events;
    this.#fresh = back;
    this.#leaving = undefined;
    for (const [name, { key, lines }] of since.byName) this.add(name, key, lines);
    back.events = events;
  }

  clear(): void {
    this.#fresh = emptyBatch();
    this.#leaving = undefined;
  }
}

function emptyBatch(): Batch {
  return { byName: new Map(), events: 0 };
}
