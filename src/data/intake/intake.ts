import { defineError, type ErrorConstructor, hashValue } from "../../kernel/index.ts";
import type { Collection, Records, Versioned } from "../../store/index.ts";
import type { SourceCursor } from "../source/cursor.ts";
import type { SourceRef } from "../source/ref.ts";

/** Rows that were read together and are kept as they came, before the contract. */
export interface Part {
  /** Hash of its content: of its rows, and of what the source could not read as rows. */
  readonly id: string;
  readonly rows: number;
  /** Bytes of the stored table. */
  readonly bytes: number;
  /** Rows that the contract of that day set aside; they are in the part all the same. */
  readonly quarantined: number;
  /** When the part was written, milliseconds since 1970. */
  readonly at: number;
  /** Where its rows came from: names of files, tables, addresses; at most 20. */
  readonly origins: readonly string[];
}

/** All that was pulled from one source for one system: small, and moved by compare-and-set alone. */
export interface Intake {
  readonly v: 1;
  readonly system: string;
  /** Words for a person: `postgres shop.orders`. */
  readonly source: string;
  /** Where the next reading goes on; null before the first part. */
  readonly cursor: SourceCursor | null;
  /** In the order in which they were read. */
  readonly parts: readonly Part[];
  /** When a pull last reached the end of the source; null while none has. */
  readonly completeAt: number | null;
}

export const intakeRaced: ErrorConstructor<{ readonly source: string }> = defineError("data.intake-raced", {
  headline: "Two pulls at once",
  retryable: true,
  message: ({ source }: { readonly source: string }) =>
    `Another pull from ${source} went on meanwhile. What it read is kept; the last part of this one is not, and no row is lost.`,
  hint: () => "Run one pull at a time; the next one goes on from where the other stands.",
});

/** Names the intake of a source for a system. Options do not count: they say how rows are read, not which. */
export function intakeId(system: string, { source, path }: Pick<SourceRef, "source" | "path">): string {
  return `${system}/${hashValue({ source, path }).slice(0, 16)}`;
}

/** The source in a person's words, without its options. */
export function sourceWords({ source, path }: Pick<SourceRef, "source" | "path">): string {
  return `${source} ${path}`;
}

/** The collection of intakes. */
export function intakesIn(records: Pick<Records, "collection">): Collection<Intake> {
  return records.collection<Intake>("intakes");
}

/** The intake of a source for a system, or undefined when nothing was ever pulled. */
export async function findIntake(
  records: Pick<Records, "collection">,
  system: string,
  source: Pick<SourceRef, "source" | "path">,
): Promise<Intake | undefined> {
  return (await intakesIn(records).get(intakeId(system, source)))?.value;
}

/** An intake that is being moved forward: every step is written before the next begins. */
export interface Moving {
  readonly intake: Intake;
  /** Throws `data.intake-raced` when another pull moved it. */
  move(change: Partial<Pick<Intake, "cursor" | "parts" | "completeAt">>): Promise<void>;
}

/** Opens an intake to be moved. */
export async function openIntake(
  records: Pick<Records, "collection">,
  system: string,
  source: Pick<SourceRef, "source" | "path">,
): Promise<Moving> {
  const all = intakesIn(records);
  const id = intakeId(system, source);
  const begun: Intake = { v: 1, system, source: sourceWords(source), cursor: null, parts: [], completeAt: null };
  let stored: Versioned<Intake> | undefined = await all.get(id);
  return {
    get intake() {
      return stored?.value ?? begun;
    },
    async move(change) {
      const value = { ...(stored?.value ?? begun), ...change };
      const version = stored?.version ?? 0;
      const isMoved = version === 0 ? await all.insert(id, value) : await all.compareAndSet(id, version, value);
      if (!isMoved) throw intakeRaced({ source: sourceWords(source) });
      stored = { id, version: version + 1, value };
    },
  };
}
