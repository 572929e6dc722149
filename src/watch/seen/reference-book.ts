import type { Blobs, Records } from "../../store/index.ts";
import type { Reference } from "./seen.ts";

/** The period that a person called good. */
export interface GoodReference {
  /** Id of its reference. */
  readonly reference: string;
  /** Ids of the models that served then: it is good for these alone. */
  readonly models: Readonly<Record<string, string>>;
  readonly by: string;
  readonly at: number;
  readonly why: string;
}

/** Where references are kept, so that one is made once. */
export interface ReferenceBook {
  get(id: string): Promise<Reference | undefined>;
  /** One that is kept already stays. */
  keep(reference: Reference): Promise<void>;
  /** What a person called good last; undefined where nobody did. */
  good(system: string): Promise<GoodReference | undefined>;
  /** Calls a period good; null takes it back. */
  callGood(system: string, good: GoodReference | null): Promise<void>;
}

/** Others write as well; whoever is late so many times in a row gives up. */
const TRIES = 5;

/** The book in the records and blobs of a state. */
export function referenceBook({
  records,
  blobs,
}: {
  readonly records: Pick<Records, "collection">;
  readonly blobs: Pick<Blobs, "get" | "put">;
}): ReferenceBook {
  const chosen = records.collection<{ readonly good: GoodReference | null }>("references");
  return {
    async get(id) {
      const bytes = await blobs.get(keyOf(id));
      return bytes === undefined ? undefined : referenceIn(bytes);
    },
    async keep(reference) {
      const bytes = await blobs.get(keyOf(reference.id));
      if (bytes !== undefined && referenceIn(bytes) !== undefined) return;
      await blobs.put(keyOf(reference.id), new TextEncoder().encode(JSON.stringify(reference)));
    },
    good: async (system) => (await chosen.get(system))?.value.good ?? undefined,
    async callGood(system, good) {
      for (let tries = 0; tries < TRIES; tries++) {
        const found = await chosen.get(system);
        if (found === undefined && (await chosen.insert(system, { good }))) return;
        if (found !== undefined && (await chosen.compareAndSet(system, found.version, { good }))) return;
      }
    },
  };
}

function keyOf(id: string): string {
  return `references/${id}.json`;
}

function referenceIn(bytes: Uint8Array): Reference | undefined {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as Reference;
  } catch {
    // Half written by a machine that lost its power: made again.
    return undefined;
  }
}
