import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { z } from "zod";
import type { Design, EventColumn, Metric } from "../../experiment/index.ts";
import { defineError, type ErrorConstructor, isObject, messageOf, milliseconds } from "../../kernel/index.ts";
import type { Margin, MetricRole, Outliers } from "../../objective/index.ts";

/** A text that is not empty. */
const name = z.string().min(1);

/** What every metric of an experiment in a file says. */
const metricFacts = {
  name,
  role: z.enum(["success", "guardrail", "deterioration", "quality"]).default("success"),
  direction: z.enum(["increase", "decrease"]).default("increase"),
  money: z.literal(true).optional(),
  margin: z
    .union([z.strictObject({ relative: z.number().positive() }), z.strictObject({ absolute: z.number().positive() })])
    .optional(),
  outliers: z.union([z.strictObject({ winsorise: z.number() }), z.strictObject({ cap: z.number() })]).optional(),
};

/** What every experiment in a file says. */
const experimentFacts = {
  experiment: name,
  control: name,
  /** Each arm's share of the traffic. */
  arms: z.record(name, z.number().gt(0).lt(1)),
  planned: z.number().int().min(2).optional(),
  currency: z.string().regex(/^[A-Z]{3}$/, 'three capital letters of ISO 4217, such as "USD"'),
  unit: name.optional(),
};

interface StatedExperiment {
  readonly experiment: string;
  readonly control: string;
  readonly arms: Readonly<Record<string, number>>;
  readonly planned?: number | undefined;
}

/** The design, not yet checked. */
function designOf({ experiment, control, arms, planned }: StatedExperiment): Design {
  return {
    ...{ name: experiment, unit: "entity", control },
    arms: Object.entries(arms).map(([arm, share]) => ({ arm, share })),
    ...(planned === undefined ? {} : { planned: { units: planned } }),
  };
}

interface StatedMetric {
  readonly name: string;
  readonly role: MetricRole;
  readonly direction: Metric["direction"];
  readonly money?: true | undefined;
  readonly margin?: Margin | undefined;
  readonly outliers?: Outliers | undefined;
}

/** What a metric says of itself, whatever it is made of; `past` is the column from before, where there is one. */
function factsOf(
  { name, role, direction, money, margin, outliers }: StatedMetric,
  past: string | undefined,
): Pick<Metric, "name" | "role" | "direction" | "money" | "margin" | "outliers" | "before"> {
  return {
    ...{ name, role, direction },
    ...(money === undefined ? {} : { money }),
    ...(margin === undefined ? {} : { margin }),
    ...(outliers === undefined ? {} : { outliers }),
    ...(past === undefined ? {} : { before: [past] }),
  };
}

const duration = z.string().regex(/^\d+(ms|s|m|h|d|w)$/, 'a duration such as "14d"');
const event = z.strictObject({ event: name });
const column = z.strictObject({ event: name, as: z.enum(["sum", "count", "any"]) });
const eventMetric = z.discriminatedUnion("kind", [
  z.strictObject({ ...metricFacts, kind: z.literal("mean"), of: column }),
  z.strictObject({ ...metricFacts, kind: z.literal("proportion"), of: event }),
  z.strictObject({ ...metricFacts, kind: z.literal("ratio"), of: column, over: column }),
  z.strictObject({ ...metricFacts, kind: z.literal("quantile"), of: column, q: z.number().gt(0).lt(1) }),
  z.strictObject({ ...metricFacts, kind: z.literal("retention"), of: event, day: z.number().positive() }),
]);

/** An experiment told by exposures and events. */
const eventsSchema = z.strictObject({
  ...experimentFacts,
  exposures: name,
  events: name,
  within: duration,
  before: duration.optional(),
  metrics: z.array(eventMetric).min(1).max(200),
});

type AskedOfEvents = z.infer<typeof eventMetric>;

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
function fromEvents({ exposures, events, within, before, metrics }: z.infer<typeof eventsSchema>): FromEvents {
  return {
    ...{ exposures, events, within: milliseconds(within) },
    ...(before === undefined ? {} : { before: milliseconds(before) }),
    columns: Object.assign({}, ...metrics.map(columnsFor)) as Record<string, EventColumn>,
    metrics: metrics.map((one) => overEvents(one, before !== undefined)),
  };
}

const nameOf = ({ event, as }: EventColumn): string => `${event} ${as}`;

function eventColumns(asked: AskedOfEvents): readonly EventColumn[] {
  if (asked.kind === "ratio") return [asked.of, asked.over];
  if (asked.kind === "proportion") return [{ ...asked.of, as: "any" }];
  return [asked.kind === "retention" ? { ...asked.of, as: "days-to-first" } : asked.of];
}

function columnsFor(asked: AskedOfEvents): Readonly<Record<string, EventColumn>> {
  return Object.fromEntries(eventColumns(asked).map((one) => [nameOf(one), one]));
}

function overEvents(asked: AskedOfEvents, hasPast: boolean): Metric {
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

const past = name.optional();
const unitMetric = z.discriminatedUnion("kind", [
  z.strictObject({ ...metricFacts, kind: z.enum(["mean", "proportion"]), column: name, past }),
  z.strictObject({ ...metricFacts, kind: z.literal("ratio"), column: name, over: name, past }),
  z.strictObject({ ...metricFacts, kind: z.literal("quantile"), column: name, q: z.number().gt(0).lt(1) }),
]);

/** An experiment told by one wide row for each unit. */
const unitsSchema = z.strictObject({
  ...experimentFacts,
  units: name,
  metrics: z.array(unitMetric).min(1).max(200),
});

/** The file of the units, and the metrics over its columns. */
export interface FromUnits {
  readonly units: string;
  readonly metrics: readonly Metric[];
}

/** Reads what a checked file says of units. */
function fromUnits({ units, metrics }: z.infer<typeof unitsSchema>): FromUnits {
  return { units, metrics: metrics.map(overColumns) };
}

function overColumns(asked: z.infer<typeof unitMetric>): Metric {
  const facts = factsOf(asked, asked.kind === "quantile" ? undefined : asked.past);
  if (asked.kind === "ratio") return { ...facts, kind: "ratio", numerator: asked.column, denominator: asked.over };
  if (asked.kind === "quantile") return { ...facts, kind: "quantile", value: asked.column, q: asked.q };
  return { ...facts, kind: asked.kind, value: asked.column };
}

interface Fault {
  readonly file: string;
  /** The rest of a sentence. */
  readonly problem: string;
}

export const experimentFileInvalid: ErrorConstructor<Fault> = defineError("cli.input.experiment-file-invalid", {
  headline: "An experiment that cannot be read",
  message: ({ file, problem }: Fault) =>
    `${file} must be a JSON object that says where an experiment's units, or its exposures and events, lie and what to read; ${problem}.`,
  hint: () => '`docs/experiments.md` shows one, under "An experiment that ran elsewhere".',
});

/** An experiment whose data lie in files. */
export interface OutsideExperiment {
  /** Not yet checked. */
  readonly design: Design;
  readonly from: FromEvents | FromUnits;
  readonly currency: string;
  readonly unit: string | undefined;
}

/** Reads what a file says of an experiment. Throws `cli.input.experiment-file-invalid`. */
export async function readOutside(file: string, cwd: string): Promise<OutsideExperiment> {
  const given = await readFile(resolve(cwd, file), "utf8")
    .then((text): unknown => JSON.parse(text))
    .catch((thrown: unknown) => {
      throw experimentFileInvalid({ file, problem: messageOf(thrown) }, thrown);
    });
  if (isObject(given) && given.units !== undefined) {
    const asked = checked(unitsSchema.safeParse(given), file);
    return { design: designOf(asked), from: fromUnits(asked), currency: asked.currency, unit: asked.unit };
  }
  const asked = checked(eventsSchema.safeParse(given), file);
  return { design: designOf(asked), from: fromEvents(asked), currency: asked.currency, unit: asked.unit };
}

function checked<T>(parsed: z.ZodSafeParseResult<T>, file: string): T {
  if (parsed.success) return parsed.data;
  const { path = [], message = "" } = parsed.error.issues[0] ?? {};
  throw experimentFileInvalid({ file, problem: `at \`${path.map(String).join(".") || "the top"}\`: ${message}` });
}
