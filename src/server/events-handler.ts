import { streamUnknown } from "../decide/index.ts";
import type { EventsAnswer, EventsRequest } from "../wire/index.ts";
import { chosen } from "./decide-handler.ts";
import type { Desk } from "./desk.ts";
import type { Whose } from "./telemetry/answered.ts";

/** Takes events in. Throws `wire.not-found-system` and what `Online.push` throws. */
export async function acceptEvents(
  { systems, online, metrics }: Desk,
  request: EventsRequest,
  whose?: Whose,
): Promise<EventsAnswer> {
  const system = chosen(systems, request.system, whose);
  const { stream, event, events = [event], key } = request;
  if (online === undefined) throw streamUnknown({ system: system.name, got: stream, streams: [] });
  const answer = await online.push(system, { stream, events, key });
  for (const [status, count] of [
    ["accepted", answer.accepted],
    ["known", answer.known],
    ["refused", answer.refused.length],
  ] as const)
    if (count > 0) metrics.count("alidade_events_total", { system: system.name, stream, status }, count);
  for (const [reason, count] of counted(answer.refused.flatMap(({ reasons }) => reasons)))
    metrics.count("alidade_events_refused_total", { system: system.name, stream, reason }, count);
  return answer;
}

function counted(words: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
