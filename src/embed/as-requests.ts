import type { Candidate, RankQuestion } from "../decide/index.ts";
import { type Clock, hashValue, known } from "../kernel/index.ts";
import type { SourceRecord } from "../records/index.ts";
import {
  type DecideRequest,
  type EventsRequest,
  gatheredFrom,
  keyUnfit,
  type OutcomeRequest,
  type RankRequest,
  type Route,
  readBody,
  readKey,
  routes,
} from "../wire/index.ts";
import { spoken } from "./spoken.ts";

type Parts = Readonly<Record<string, unknown>>;

/** A question as it would come over HTTP, read by the same schema. Throws `wire.request-invalid`, `decide.given-not-finite`. */
export function decideRequestOf(question: unknown): DecideRequest {
  const { key: _, ...rest } = partsOf(question);
  return read(routes.decide, { ...rest, given: spoken(rest.given) });
}

/** The same for an order; candidates may be a list, or gathered ones with what came of each source. */
export function rankRequestOf(question: unknown): RankRequest & Pick<RankQuestion, "sources"> {
  const { key: _, candidates: from, given = {}, ...rest } = partsOf(question);
  const { candidates, sources }: Parts = Array.isArray(from) ? { candidates: from } : partsOf(from);
  const all = Array.isArray(candidates) ? candidates.map(candidateOf) : candidates;
  const request = read(routes.rank, { ...rest, given: spoken(given), candidates: all });
  return { ...request, sources: readSources(sources) };
}

/** What came of each source, as a receipt may say it. Throws `wire.request-invalid`. */
function readSources(said: unknown): RankQuestion["sources"] {
  const { sources } = readBody(gatheredFrom, { sources: said });
  if (sources === undefined) return undefined;
  return Object.fromEntries(Object.entries(sources).map(([name, one]) => [name, spoken(one) as SourceRecord]));
}

/** What a source knows beside is its own. */
function candidateOf(one: Candidate | null | undefined): unknown {
  if (typeof one !== "object" || one === null) return one;
  const { id, given, source } = one;
  return { id, given: spoken(given ?? {}), ...(source === undefined ? {} : { source }) };
}

/** A report; by default it is of now, and its key is what it is of. Throws `wire.request-invalid`. */
export function outcomeRequestOf(report: unknown, clock: Clock): OutcomeRequest {
  const { at, key, ...rest } = partsOf(report);
  const when = at instanceof Date ? at.getTime() : (at ?? clock.now());
  return read(routes.outcomes, { ...rest, at: when, key: key ?? ownKey(rest) });
}

function read<T>({ path, request }: Route<T>, body: unknown): T {
  return readBody(known(request, `${path} has a body`), body);
}

const LONGEST_KEY = 256;

function ownKey({ decision, candidate, outcome }: Parts): string {
  const parts = [decision, candidate, outcome].filter((part) => typeof part === "string");
  const key = parts.join("/");
  return key.length <= LONGEST_KEY ? key : hashValue(parts);
}

/** Events of a stream. Throws `wire.request-invalid`, `decide.given-not-finite`. */
export function eventsRequestOf(
  stream: unknown,
  events: unknown,
): Pick<EventsRequest, "stream"> & { events: unknown[] } {
  const all = Array.isArray(events) ? events.map(spoken) : events;
  const pushed = read(routes.events, { stream, events: all });
  return { stream: pushed.stream, events: [...(pushed.events ?? [])] };
}

/**
 * The key of a question, as it comes over HTTP from somebody without a token: a question has one decision by whichever door it is
 * repeated. Throws `wire.key-unfit`.
 */
export function keyOf(question: unknown): string | undefined {
  const { key } = partsOf(question);
  if (key === undefined) return undefined;
  if (typeof key !== "string") throw keyUnfit({ got: `a ${typeof key}` });
  return `/${readKey(key)}`;
}

function partsOf(value: unknown): Parts {
  return typeof value === "object" && value !== null ? (value as Parts) : {};
}
