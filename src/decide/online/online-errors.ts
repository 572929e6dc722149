import { defineError, didYouMean, type ErrorConstructor } from "../../kernel/index.ts";

interface NoStream {
  readonly system: string;
  readonly got: string;
  readonly streams: readonly string[];
}

export const streamUnknown: ErrorConstructor<NoStream> = defineError("events.stream-unknown", {
  headline: "No such stream",
  message: ({ system, got, streams }: NoStream) =>
    streams.length === 0
      ? `System "${system}" declares no streams. Got an event for ${JSON.stringify(got.slice(0, 60))}.`
      : `System "${system}" declares the streams ${streams.join(", ")}. Got ${JSON.stringify(got.slice(0, 60))}.${didYouMean(got, streams)}`,
});

export const eventsTooMany: ErrorConstructor<{ readonly got: number }> = defineError("events.too-many", {
  headline: "Too many events at once",
  message: ({ got }: { readonly got: number }) => `One request brings 1 to ${MOST_EVENTS} events. Got ${got}.`,
});

export const eventsUnlogged: ErrorConstructor<object> = defineError("events.unlogged", {
  headline: "Events that could not be stored",
  retryable: true,
  message: () => "The journal could not be written, and an event is taken in only when it is on disk.",
  hint: () => "Push the same events again, under the same key or with their ids: what was stored counts once.",
});

/** The most events of one request. */
export const MOST_EVENTS = 10_000;

export const onlineMissing: ErrorConstructor<{ readonly system: string }> = defineError("decide.online-missing", {
  headline: "Windows, and nobody to answer them",
  message: ({ system }: { readonly system: string }) =>
    `"${system}" asks windows over its streams. Deciding for it needs an online view, and none was given.`,
  hint: () => "Pass `online: await onlineOf(systems, …)` to `deciderOf`.",
});
