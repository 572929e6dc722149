import { cellKey, type KeySet, type Row } from "../../data/index.ts";
import type { SystemDefinition } from "../../system/index.ts";

/** The keys that the events of some systems may refer to. */
export type ReadKeys = (system: SystemDefinition) => Promise<Readonly<Record<string, KeySet>>>;

/** Milliseconds after which keys are read again, when an event refers to one that is not among them. */
const PATIENCE = 60_000;

interface Pushed {
  /** Name of the system. */
  readonly system: string;
  readonly stream: string;
}

interface Held {
  readonly readAt: number;
  readonly keys: Readonly<Record<string, KeySet>>;
}

/** The keys of one process: read when they are first asked for, and grown by what is pushed. */
export class KnownKeys {
  readonly #read: ReadKeys | undefined;
  readonly #held: Map<string, Promise<Held>> = new Map();

  constructor(read: ReadKeys | undefined) {
    this.#read = read;
  }

  /** Empty where nobody can read them: what refers to a set that is not at hand is not judged. */
  async of(system: SystemDefinition, now: number): Promise<Held["keys"]> {
    return (await this.#heldOf(system, now)).keys;
  }

  /** The keys read anew, where that was not done lately; else undefined. */
  async again(system: SystemDefinition, now: number): Promise<Held["keys"] | undefined> {
    if (now - (await this.#heldOf(system, now)).readAt < PATIENCE) return undefined;
    this.#held.delete(system.name);
    return await this.of(system, now);
  }

  /** What was pushed into a stream may be referred to from now on. */
  async grow({ system, stream }: Pushed, drafts: readonly { readonly body: { readonly row: Row } }[]): Promise<void> {
    const { keys } = (await this.#held.get(system)) ?? NOTHING;
    for (const [name, set] of Object.entries(keys)) {
      if (!name.startsWith(`${stream}.`)) continue;
      const field = name.slice(stream.length + 1);
      for (const { body } of drafts) {
        const value = body.row[field] ?? null;
        if (value !== null) set.add(cellKey(typeof value === "boolean" ? Number(value) : value));
      }
    }
  }

  #heldOf(system: SystemDefinition, readAt: number): Promise<Held> {
    const read = this.#read;
    if (read === undefined || !refers(system)) return Promise.resolve(NOTHING);
    const reading =
      this.#held.get(system.name) ??
      read(system).then(
        (keys) => ({ readAt, keys }),
        // A source that cannot be read now costs the judgement, not the events.
        () => ({ ...NOTHING, readAt }),
      );
    this.#held.set(system.name, reading);
    return reading;
  }
}

const NOTHING: Held = { readAt: Number.POSITIVE_INFINITY, keys: {} };

function refers({ streams }: SystemDefinition): boolean {
  return Object.values(streams).some(({ contract }) =>
    Object.values(contract.fields).some(({ references }) => references !== undefined),
  );
}
