import { z } from "zod";
import type { EventColumn, Metric } from "../../experiment/index.ts";
import { milliseconds } from "../../kernel/index.ts";
import { experimentFacts, factsOf, metricFacts, name } from "./stated.ts";

const duration = z.string().regex(/^\d+(ms|s|m|h|d|w)$/, 'a duration such as "14d"');
const event = z.strictObject({ event: name });
const column = z.strictObject({ event: name, as: z.enum(["sum", "count", "any"]) });
const metric = z.discriminatedUnion("kind", [
  z.strictObject({ ...metricFacts, kind: z.literal("mean"), of: column }),
  z.strictObject({ ...metricFacts, kind: z.literal("proportion"), of: event }),
  z.strictObject({ ...metricFacts, kind: z.literal("ratio"), of: column, over: column }),
  z.strictObject({ ...metricFacts, kind: z.literal("quantile"), of: column, q: z.number().gt(0).lt(1) }),
  z.strictObject({ ...metricFacts, kind: z.literal("retention"), of: event, day: z.number().positive() }),
]);

/** An experiment told by exposures and events. */
export const eventsSchema = z.strictObject({
  ...experimentFacts,
  exposures: name,
  events: name,
  within: duration,
  before: duration.optional(),
  metrics: z.array(metric).min(1).max(200),
});

type Asked = z.infer<typeof metric>;

/** What is made of the events: columns, and metrics over them. */
export interface FromEvents {
  readonly exposures: string;
  readonly events: string;
  readonly columns: Readonly<Record<string, EventColumn>>;
  readonly metrics: readonly Metric[];
  /** Milliseconds. */
  readonly within: number;
  readonly before?: number;
}

/** Reads what a checked file says of exposures and events. */
export function fromEvents({ exposures, events, within, before, metrics }: z.infer<typeof eventsSchema>): FromEvents {
  return {
    ...{ exposures, events, within: milliseconds(within) },
    ...(before === undefined ? {} : { before: milliseconds(before) }),
    columns: Object.assign({}, ...metrics.map(columnsFor)) as Record<string, EventColumn>,
    metrics: metrics.map((one) => metricOf(one, before !== undefined)),
  };
}

const nameOf = ({ event, as }: EventColumn): string => `${event} ${as}`;

function eventColumns(asked: Asked): readonly EventColumn[] {
  if (asked.kind === "ratio") return [asked.of, asked.over];
  if (asked.kind === "proportion") return [{ ...asked.of, as: "any" }];
  return [asked.kind === "retention" ? { ...asked.of, as: "days-to-first" } : asked.of];
}

function columnsFor(asked: Asked): Readonly<Record<string, EventColumn>> {
  return Object.fromEntries(eventColumns(asked).map((one) => [nameOf(one), one]));
}

function metricOf(asked: Asked, hasPast: boolean): Metric {
  const [first = "", second = ""] = eventColumns(asked).map(nameOf);
  const adjusts = hasPast && (asked.kind === "mean" || asked.kind === "proportion");
  const facts = factsOf(asked, adjusts ? `${first} before` : undefined);
  switch (asked.kind) {
    case "ratio":
      return { ...facts, kind: "ratio", numerator: first, denominator: second };
    case "quantile":
      return { ...facts, kind: "quantile", value: first, q: asked.q };
    case "retention":
      return { ...facts, kind: "retention", returned: first, watched: "watched", day: asked.day };
    default:
      return { ...facts, kind: asked.kind, value: first };
  }
}
