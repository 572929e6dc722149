import type { System } from "../system/index.ts";
import type { EventsAnswer, OutcomeAnswer, Paths } from "../wire/index.ts";
import { type AskOptions, ask } from "./ask.ts";
import { type ConnectionOptions, connectionOf } from "./connection.ts";
import { givenNotFinite } from "./errors.ts";
import { newKey } from "./new-key.ts";
import { post } from "./post.ts";
import { RETRIES, type Retries, withRetries } from "./retry.ts";
import type { ClientEvent, ClientStreams, Decision, Order, OutcomeReport, Question, RankQuestion } from "./types.ts";

export interface ClientOptions extends ConnectionOptions {
  /** Name of the system; may be left out when the server serves one. */
  readonly system?: string | undefined;
  /** A question keeps its key, so that however often it is sent there is one decision. */
  readonly retries?: Partial<Retries> | undefined;
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface PushOptions extends CallOptions {
  /** Your own name for this push: the same again, from whatever process, changes nothing. Default: a new one. */
  readonly key?: string | undefined;
}

/** Speaks to a server about one system, in that system's own types. Problems are thrown as `AlidadeError`s. */
export interface Client<S extends System> {
  decide<Fallback = never>(question: Question<S>, options?: AskOptions<Fallback>): Promise<Decision<S> | Fallback>;
  /** Orders candidates, of a system that ranks. */
  rank<Fallback = never>(question: RankQuestion<S>, options?: AskOptions<Fallback>): Promise<Order | Fallback>;
  /** `known`: a report with this key was stored before, and stays. Repeated by itself when that may help. */
  outcome(report: OutcomeReport, options?: CallOptions): Promise<OutcomeAnswer["status"]>;
  /**
   * Pushes one event or up to 10,000: `ask.events.visits({ patient: 42, at: new Date() })`. Resolves when they are on disk;
   * every decision from then on sees them. Repeated by itself when that may help, which doubles nothing.
   */
  readonly events: {
    readonly [Name in keyof ClientStreams<S> & string]: (
      events: ClientEvent<ClientStreams<S>[Name]> | readonly ClientEvent<ClientStreams<S>[Name]>[],
      options?: PushOptions,
    ) => Promise<EventsAnswer>;
  };
}

// The paths are checked against wire/ by the compiler, so that no line of its code is loaded here.
const DECIDE: Paths["decide"] = "/v1/decide";
const RANK: Paths["rank"] = "/v1/rank";
const EVENTS: Paths["events"] = "/v1/events";
const OUTCOMES: Paths["outcomes"] = "/v1/outcomes";

/**
 * A client for Node and browsers, typed by the system's file, which is not loaded.
 *
 * @example
 * import type readmission from "./readmission.system.mts";
 * const ask = client<typeof readmission>("http://127.0.0.1:7070");
 * const { id, action } = await ask.decide({ entity: 42, given: { visits: 3 } });
 * await ask.outcome({ decision: id, outcome: "readmitted", value: true, at: new Date(), key: "case-42" });
 */
export function client<S extends System>(url: string, options: ClientOptions = {}): Client<S> {
  const { system } = options;
  const connection = connectionOf(url, options);
  const retries = { ...RETRIES, ...options.retries };
  return {
    decide: async <Fallback>({ entity, given }: Question<S>, asking: AskOptions<Fallback> = {}) => {
      refuseNotFinite(given);
      const body = JSON.stringify({ system, entity, given });
      return (await ask(connection, { path: DECIDE, body, retries }, asking)) as Decision<S> | Fallback;
    },
    rank: async <Fallback>(question: RankQuestion<S>, asking: AskOptions<Fallback> = {}) => {
      const { entity, given = {}, candidates } = question;
      for (const fields of [given, ...candidates.map((candidate) => candidate.given)]) refuseNotFinite(fields);
      const body = JSON.stringify({ system, entity, given, candidates });
      return (await ask(connection, { path: RANK, body, retries }, asking)) as Order | Fallback;
    },
    outcome: async (report, { signal } = {}) => {
      const call = { path: OUTCOMES, body: JSON.stringify(report), signal };
      const answer = await withRetries(retries, signal, () => post(connection, call));
      return (answer as OutcomeAnswer).status;
    },
    events: byName(async (stream, given, { key = newKey(), signal }) => {
      const events: readonly object[] = Array.isArray(given) ? given : [given];
      for (const event of events) refuseNotFinite(event);
      const call = { path: EVENTS, body: JSON.stringify({ system, stream, events, key }), signal };
      return (await withRetries(retries, signal, () => post(connection, call))) as EventsAnswer;
    }) as Client<S>["events"],
  };
}

type Push = (stream: string, given: object | readonly object[], options: PushOptions) => Promise<EventsAnswer>;

/** A function for every name that is asked: which streams there are is known to the compiler and to the server. */
function byName(push: Push): object {
  return new Proxy(
    {},
    {
      get: (_, stream) =>
        typeof stream === "string" && stream !== "then"
          ? (given: object, options: PushOptions = {}) => push(stream, given, options)
          : undefined,
    },
  );
}

/** JSON would turn such a number, or a date that is none, into "not known" without a word. */
function refuseNotFinite(given: object): void {
  for (const [field, value] of Object.entries(given)) {
    const number: unknown = value instanceof Date ? value.getTime() : value;
    if (typeof number === "number" && !Number.isFinite(number)) throw givenNotFinite({ field, got: String(value) });
  }
}
