import type { Contract } from "../../data/index.ts";
import { type StreamExpressions, streamExpressions } from "../../features/index.ts";
import { strictFields, strictStreams } from "../checks/strict-names.ts";
import { type RowBefore, rowBefore } from "../fields/row.ts";
import type { Stream, Streams } from "./stream.ts";

type ContractOf<S> = S extends Stream<infer C> ? C : Contract;

/** What features can say of each stream: `from.visits.count({ within: "30d" })`. */
export type FromStreams<S extends Streams> = {
  readonly [Name in keyof S]: StreamExpressions<RowBefore<ContractOf<S[Name]>>>;
};

/** The handles of all streams, for the function that declares features. */
export function fromStreams<S extends Streams>(streams: S): FromStreams<S> {
  const entries = Object.entries(streams).map(([name, { contract, freshWithin }]) => {
    const event = strictFields(rowBefore(contract), contract, `an event of ${name}`);
    return [name, streamExpressions(name, event, freshWithin === undefined ? {} : { freshWithin })] as const;
  });
  return strictStreams(Object.fromEntries(entries) as FromStreams<S>, "features");
}
