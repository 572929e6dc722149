import type { DecisionRecord, Envelope, EventRecord, OutcomeRecord } from "../../records/index.ts";
import { type Asked, type Happening, inOrder, type Stream } from "../faults/happening.ts";

/** What reached a system, read back from a stretch of its journal, in order of time. */
export function streamOf(entries: readonly Envelope[], system: string): Stream {
  return inOrder(entries.flatMap((entry) => happeningOf(entry, system) ?? []));
}

function happeningOf(entry: Envelope, system: string): Happening | undefined {
  if ((entry.body as { readonly system?: string }).system !== system) return undefined;
  if (entry.kind === "decision") return askedOf(entry as DecisionRecord);
  const { id, at } = entry;
  if (entry.kind === "outcome") return { kind: "reported", id, at, body: (entry as OutcomeRecord).body };
  if (entry.kind === "event") return { kind: "pushed", id, at, body: (entry as EventRecord).body };
  return undefined;
}

function askedOf(served: DecisionRecord): Asked {
  const { id, at, subject = "", body } = served;
  const { given, candidates, online } = body;
  return {
    ...{ kind: "asked", id, at, entity: subject, given, served },
    ...(candidates === undefined ? {} : { candidates }),
    ...(online === undefined ? {} : { online }),
  };
}
