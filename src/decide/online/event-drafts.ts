import type { Row } from "../../data/index.ts";
import { hashValue, isAlidadeError } from "../../kernel/index.ts";
import type { EventRecord, RefusedEventRecord } from "../../records/index.ts";
import { encodeValue } from "../../store/index.ts";
import { eventVersion, type Stream } from "../../system/index.ts";

/** An event that waits to be journalled; the instant at which it is learned of is not known yet. */
export interface Draft extends Omit<EventRecord, "at"> {
  /** Its place in the push. */
  readonly index: number;
  /** The field that says when it could be known, where that is empty. */
  readonly learned: string | undefined;
  /** The fields whose values no other event may have, where the journal sees to it. */
  readonly unique: readonly string[] | undefined;
}

interface Place {
  readonly system: string;
  readonly stream: string;
  /** The caller's name for the push, or one of ours. */
  readonly push: string;
  readonly index: number;
}

/**
 * An event as it will be journalled. Its id says what counts as the same event: its own id and content; without an id, the
 * values that the contract wants unique over all time; else its place in the push.
 */
export function draftOf(row: Row, declared: Stream, { system, stream, push, index }: Place): Draft {
  const { knownAt, id, entity } = declared;
  const unique = id === undefined ? uniqueIn(declared, row) : undefined;
  const learned = knownAt !== undefined && row[knownAt] === null ? knownAt : undefined;
  const own = id === undefined ? null : (row[id] ?? null);
  const named =
    own !== null ? eventVersion(row, declared) : unique === undefined ? `${push}/${index}` : uniqueName(row, unique);
  return {
    ...{ v: 1, kind: "event", id: `${system}/${stream}/${named}`, subject: String(row[entity]) },
    ...{ body: { system, stream, row }, index, learned, unique },
  };
}

/** A draft as it is learned of at an instant. */
export function recordOf({ learned, unique: _, index: __, body, ...draft }: Draft, at: number): EventRecord {
  const row = learned === undefined ? body.row : { ...body.row, [learned]: at };
  return { ...draft, at, body: { ...body, row } };
}

/** The first of what the contract wants unique, where the event has it. */
function uniqueIn({ contract: { fields, unique = [] } }: Stream, row: Row): readonly string[] | undefined {
  const single = Object.keys(fields).find((name) => fields[name]?.unique === true);
  const names = single === undefined ? unique[0] : [single];
  return names?.some((name) => (row[name] ?? null) === null) ? undefined : names;
}

function uniqueName(row: Row, names: readonly string[]): string {
  return `unique/${hashValue(names.map((name) => [name, row[name] ?? null])).slice(0, 32)}`;
}

interface Refused {
  readonly system: string;
  readonly stream: string;
  readonly given: unknown;
  readonly reasons: readonly string[];
}

/** A refused event as it is kept: as it came, unless it is too large for that. */
export function refusedOf({ given, reasons, ...about }: Refused, at: number): RefusedEventRecord {
  const kept = keepable(given);
  const id = `${about.system}/${about.stream}/${hashValue({ given: kept, reasons }).slice(0, 32)}`;
  return { v: 1, kind: "refused-event", id, at, body: { ...about, reasons, given: kept } };
}

const LARGEST_KEPT = 65_536;
const DEEPEST_KEPT = 64;

/** What JSON can hold and is neither too large nor too deep; of anything else its beginning, as text. */
function keepable(given: unknown): unknown {
  const shown = `(${Array.isArray(given) ? "list" : typeof given} that cannot be kept)`;
  if (isDeeper(given, DEEPEST_KEPT)) return shown;
  try {
    const text = encodeValue(given ?? null);
    return text.length <= LARGEST_KEPT ? (given ?? null) : `${text.slice(0, 1_000)}…`;
  } catch (thrown) {
    if (isAlidadeError(thrown)) return shown;
    throw thrown;
  }
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isDeeper(member, levels - 1));
}
