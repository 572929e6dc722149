import { addCounts, type Counts, type OpenNames, openNames } from "./most-frequent.ts";
import type { Seen } from "./seen.ts";

/** Events by stream. */
export type Events = Seen["events"];

/** Counts events. */
export interface OpenEvents {
  came(stream: string): void;
  /** One that broke its contract, by the rules that it broke: it came too. */
  refused(stream: string, reasons: readonly string[]): void;
  read(): Events;
}

/** Nothing came yet. */
export function openEvents(): OpenEvents {
  const streams = new Map<string, { came: number; readonly refused: OpenNames }>();
  const of = (stream: string): { came: number; readonly refused: OpenNames } => {
    const found = streams.get(stream) ?? { came: 0, refused: openNames() };
    streams.set(stream, found);
    return found;
  };
  return {
    came(stream) {
      of(stream).came++;
    },
    refused(stream, reasons) {
      const found = of(stream);
      found.came++;
      for (const reason of reasons) found.refused.add(reason);
    },
    read: () =>
      Object.fromEntries([...streams].map(([name, { came, refused }]) => [name, { came, refused: refused.read() }])),
  };
}

/** Both together. */
export function mergeEvents(a: Events, b: Events): Events {
  const none = { came: 0, refused: {} as Counts };
  return Object.fromEntries(
    [...new Set([...Object.keys(a), ...Object.keys(b)])].map((stream) => {
      const [one, other] = [a[stream] ?? none, b[stream] ?? none];
      return [stream, { came: one.came + other.came, refused: addCounts(one.refused, other.refused) }];
    }),
  );
}
