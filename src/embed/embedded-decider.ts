import type {
  ClientEvent,
  ClientStreams,
  Decision,
  Order,
  OutcomeReport,
  Question,
  RankQuestion,
} from "../client/index.ts";
import { answerOf, type Gathered, orderOf, streamUnknown } from "../decide/index.ts";
import type { Clock } from "../kernel/index.ts";
import type { System, SystemDefinition } from "../system/index.ts";
import type { EventsAnswer, OutcomeAnswer } from "../wire/index.ts";
import { decideRequestOf, eventsRequestOf, keyOf, outcomeRequestOf, rankRequestOf } from "./as-requests.ts";
import type { DecidingHere } from "./decide-here.ts";
import { systemNotOpen } from "./errors.ts";
import type { UnderWay } from "./under-way.ts";

/** The caller's own name for a question; the same again gives the decision that was made first. */
interface Keyed {
  readonly key?: string | undefined;
}

/** A question to a system that ranks. Candidates are a list, or what `gatherCandidates` came back with. */
export type OrderQuestion<S extends System> = Omit<RankQuestion<S>, "candidates"> &
  Keyed & { readonly candidates: RankQuestion<S>["candidates"] | Gathered };

/** What came of a decision. */
export interface Report extends Omit<OutcomeReport, "at" | "key"> {
  /** When it happened. Default: now. */
  readonly at?: OutcomeReport["at"] | undefined;
  /** Default: one for each decision, candidate and outcome, so that a repetition changes nothing and a correction needs its own. */
  readonly key?: string | undefined;
}

/** Decides in this process, in the systems' own types. Everything is thrown as an `AlidadeError`. */
export interface EmbeddedDecider<All extends System = System> {
  /**
   * Resolves when the decision is on disk. Throws `wire.request-invalid`, `decide.question-unfit`, `decide.key-reused`,
   * `decide.given-not-finite`, `data.given-wrong-type`, `state.*`, and `store.journal-overloaded` where too much waits already.
   */
  decide<S extends All>(system: S, question: Question<S> & Keyed): Promise<Decision<S>>;
  /** Orders candidates, of a system that ranks. Throws what `decide` throws, and `decide.candidates-invalid`. */
  rank<S extends All>(system: S, question: OrderQuestion<S>): Promise<Order>;
  /**
   * Resolves when it is on disk; `known` when a report with this key was stored before. Throws `outcomes.decision-unknown`,
   * `outcomes.invalid`, `outcomes.key-reused`, `wire.request-invalid`.
   */
  report(report: Report): Promise<OutcomeAnswer["status"]>;
  /** Pushes up to 10,000 events into a stream; every decision from then on sees them. Throws `events.*`. */
  push<S extends All, Name extends keyof ClientStreams<S> & string>(
    system: S,
    stream: Name,
    events: readonly ClientEvent<ClientStreams<S>[Name]>[],
  ): Promise<EventsAnswer>;
  /** Takes up at once what was released since; true when there was something. By itself that happens within a second. */
  refresh(): Promise<boolean>;
  /** Finishes what is under way and closes the state; whatever is asked afterwards is refused (`decide.closed`). */
  close(): Promise<void>;
}

interface Around {
  readonly work: UnderWay;
  readonly clock: Clock;
  readonly close: () => Promise<void>;
}

/** A decider as a program sees it. */
export function embedded<All extends System>(
  { decider, online }: DecidingHere,
  { work, clock, close }: Around,
): EmbeddedDecider<All> {
  const opened = openedIn(decider.systems);
  let closing: Promise<void> | undefined;
  return {
    decide: <S extends All>(asked: S, question: Question<S> & Keyed) =>
      work.run(async () => {
        const system = opened(asked);
        const state = decider.serving(system.name);
        const record = await decider.decide(system, { ...decideRequestOf(question), key: keyOf(question) });
        return answerOf(record, state) as Decision<S>;
      }),
    rank: (asked, question) =>
      work.run(async () => {
        const system = opened(asked);
        return orderOf(await decider.rank(system, { ...rankRequestOf(question), key: keyOf(question) }));
      }),
    report: (report) => work.run(async () => await decider.outcome(outcomeRequestOf(report, clock))),
    push: (asked, stream, events) =>
      work.run(async () => {
        const system = opened(asked);
        if (online === undefined) throw streamUnknown({ system: system.name, got: String(stream), streams: [] });
        return await online.push(system, eventsRequestOf(stream, events));
      }),
    refresh: () => work.run(() => decider.refresh()),
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

/** The system that was opened under a name, whatever object it is asked by. */
function openedIn(systems: readonly SystemDefinition[]): (asked: { readonly name: string }) => SystemDefinition {
  const byName = new Map(systems.map((system) => [system.name, system]));
  return (asked) => {
    const found = byName.get(asked?.name);
    if (found !== undefined) return found;
    const got = asked?.name === undefined ? "something that is no system" : JSON.stringify(asked.name);
    throw systemNotOpen({ got, open: [...byName.keys()] });
  };
}
