import type { Contract, Field, FieldsOf, SourceRef } from "../../data/index.ts";
import type { StreamColumns } from "../../features/index.ts";
import { type Duration, didYouMean, milliseconds } from "../../kernel/index.ts";
import { isObject, show } from "../checks/form.ts";
import { checkPassed } from "../checks/options.ts";
import { systemInvalid } from "../errors.ts";

/** Events beside the rows that are decided about: what happened to whom, and from when on that could be known. */
export interface Stream<C extends Contract = Contract> extends StreamColumns {
  readonly contract: C;
  readonly source: SourceRef;
  /** Windows are missing for an entity without an event of this length before: the same in training and serving. */
  readonly freshWithin?: Duration;
}

export type Streams = Readonly<Record<string, Stream>>;

type NameOf<C extends Contract, K extends Field["kind"]> = Extract<
  { [N in keyof FieldsOf<C>]: FieldsOf<C>[N] extends Field<K> ? N : never }[keyof FieldsOf<C>],
  string
>;

interface Told<C extends Contract> {
  readonly contract: C;
  readonly source: SourceRef;
  /** The field that says whom an event is about: the same entities as those of the system. */
  readonly entity: NameOf<C, "number" | "text">;
  /** When it happened. */
  readonly time: NameOf<C, "time">;
  /** What tells a repeated or corrected event from another; of several, that which was known last counts. */
  readonly id?: NameOf<C, "number" | "text">;
}

/** For how long what was told of an entity is trusted. */
interface Trust {
  /** Unless an event is known of this length before a row's time, every window of the stream is missing. Default: for ever. */
  readonly freshWithin?: Duration;
}

/** When an event could be known: a field says so, or it is so long after it happened; by default at once. */
type Knowledge<C extends Contract> =
  | { readonly knownAt: NameOf<C, "time">; readonly delay?: never }
  | { readonly delay: Duration; readonly knownAt?: never }
  | { readonly knownAt?: never; readonly delay?: never };

export type StreamOptions<C extends Contract> = Told<C> & Knowledge<C> & Trust;

const NAMES = ["contract", "source", "entity", "time", "knownAt", "id", "delay", "freshWithin"];

/**
 * Declares a stream of events. A row that is decided about sees those of its entity that could be known by its time.
 * Throws `system.invalid`.
 *
 * @example
 * const visits = stream({ contract: visit, source: csv("visits.csv"), entity: "patient", time: "at", knownAt: "loaded_at" });
 */
export function stream<const C extends Contract>(options: StreamOptions<C>): Stream<C> {
  checkPassed("stream", options, NAMES);
  const { contract, source, entity, time, knownAt, id, delay, freshWithin } = options;
  if (!isObject(contract) || !isObject(contract.fields))
    refuse("contract", "must be made by `contract({ … })`", contract);
  if (!isObject(source) || typeof source.source !== "string")
    refuse("source", 'must be a source such as csv("visits.csv")', source);
  checkField({ contract, where: "entity", name: entity, kinds: ["number", "text"] });
  checkField({ contract, where: "time", name: time, kinds: ["time"] });
  if (knownAt !== undefined) checkField({ contract, where: "knownAt", name: knownAt, kinds: ["time"] });
  if (id !== undefined) checkField({ contract, where: "id", name: id, kinds: ["number", "text"] });
  if (knownAt !== undefined && delay !== undefined)
    refuse("delay", "cannot stand beside `knownAt`: either says when an event could be known. Leave one out", delay);
  if (delay !== undefined) milliseconds(delay);
  if (freshWithin !== undefined) milliseconds(freshWithin);
  return Object.freeze({ ...options });
}

interface Checked {
  readonly contract: Contract;
  readonly where: string;
  readonly name: unknown;
  readonly kinds: readonly Field["kind"][];
}

function checkField({ contract, where, name, kinds }: Checked): void {
  const names = Object.keys(contract.fields);
  if (typeof name !== "string" || !names.includes(name))
    refuse(where, `must be a field of the stream's contract.${didYouMean(String(name), names)}`, name);
  const { kind } = contract.fields[name as string] as Field;
  if (!kinds.includes(kind))
    refuse(where, `must be a ${kinds.join(" or ")} field. \`${String(name)}\` is ${kind}`, name);
}

function refuse(where: string, problem: string, got: unknown): never {
  throw systemInvalid({ where: `stream.${where}`, problem: `${problem}. Got ${show(got)}` });
}
