import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { z } from "zod";
import type { Design, EventColumn, Metric } from "../../experiment/index.ts";
import { defineError, type ErrorConstructor, messageOf, milliseconds } from "../../kernel/index.ts";

interface Fault {
  readonly file: string;
  /** The rest of a sentence. */
  readonly problem: string;
}

export const experimentFileInvalid: ErrorConstructor<Fault> = defineError("cli.input.experiment-file-invalid", {
  headline: "An experiment that cannot be read",
  message: ({ file, problem }: Fault) =>
    `${file} must be a JSON object that says where an experiment's exposures and events lie and what to read; ${problem}.`,
  hint: () => '`docs/experiments.md` shows one, under "An experiment that ran elsewhere".',
});

const duration = z.string().regex(/^\d+(ms|s|m|h|d|w|y)$/, 'a duration such as "14d"');
const column = z.strictObject({ event: z.string().min(1), as: z.enum(["sum", "count", "any"]) });
const facts = {
  name: z.string().min(1),
  role: z.enum(["success", "guardrail", "deterioration", "quality"]).default("success"),
  direction: z.enum(["increase", "decrease"]).default("increase"),
  money: z.literal(true).optional(),
  margin: z
    .union([z.strictObject({ relative: z.number().positive() }), z.strictObject({ absolute: z.number().positive() })])
    .optional(),
  outliers: z.union([z.strictObject({ winsorise: z.number() }), z.strictObject({ cap: z.number() })]).optional(),
};
const metric = z.discriminatedUnion("kind", [
  z.strictObject({ ...facts, kind: z.literal("mean"), of: column }),
  z.strictObject({ ...facts, kind: z.literal("proportion"), of: z.strictObject({ event: z.string().min(1) }) }),
  z.strictObject({ ...facts, kind: z.literal("ratio"), of: column, over: column }),
  z.strictObject({ ...facts, kind: z.literal("quantile"), of: column, q: z.number().gt(0).lt(1) }),
  z.strictObject({
    ...facts,
    kind: z.literal("retention"),
    of: z.strictObject({ event: z.string().min(1) }),
    day: z.number().positive(),
  }),
]);
const schema = z.strictObject({
  experiment: z.string().min(1),
  exposures: z.string().min(1),
  events: z.string().min(1),
  control: z.string().min(1),
  /** Each arm's share of the traffic. */
  arms: z.record(z.string().min(1), z.number().gt(0).lt(1)),
  planned: z.number().int().min(2).optional(),
  within: duration,
  before: duration.optional(),
  currency: z.string().regex(/^[A-Z]{3}$/),
  unit: z.string().min(1).optional(),
  metrics: z.array(metric).min(1).max(200),
});

type Asked = z.infer<typeof schema>;
type AskedMetric = z.infer<typeof metric>;

/** An experiment whose exposures and events lie in files. */
export interface OutsideExperiment {
  readonly design: Design;
  readonly exposures: string;
  readonly events: string;
  readonly columns: Readonly<Record<string, EventColumn>>;
  readonly metrics: readonly Metric[];
  /** Milliseconds. */
  readonly within: number;
  readonly before: number | undefined;
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
  const checked = schema.safeParse(given);
  if (!checked.success) throw experimentFileInvalid({ file, problem: wordIssue(checked.error) });
  return outsideOf(checked.data);
}

function wordIssue({ issues }: z.ZodError): string {
  const { path = [], message = "" } = issues[0] ?? {};
  return `at \`${path.map(String).join(".") || "the top"}\`: ${message}`;
}

function outsideOf(asked: Asked): OutsideExperiment {
  const arms = Object.entries(asked.arms).map(([arm, share]) => ({ arm, share }));
  const planned = asked.planned === undefined ? {} : { planned: { units: asked.planned } };
  const before = asked.before === undefined ? undefined : milliseconds(asked.before);
  return {
    design: { name: asked.experiment, arms, unit: "entity", control: asked.control, ...planned },
    ...{ exposures: asked.exposures, events: asked.events, currency: asked.currency, unit: asked.unit },
    ...{ within: milliseconds(asked.within), before },
    columns: Object.assign({}, ...asked.metrics.map(columnsFor)) as Record<string, EventColumn>,
    metrics: asked.metrics.map((one) => metricOf(one, before !== undefined)),
  };
}

const nameOf = ({ event, as }: EventColumn): string => `${event} ${as}`;

function eventColumns(asked: AskedMetric): readonly EventColumn[] {
  if (asked.kind === "ratio") return [asked.of, asked.over];
  if (asked.kind === "proportion") return [{ ...asked.of, as: "any" }];
  return [asked.kind === "retention" ? { ...asked.of, as: "days-to-first" } : asked.of];
}

function columnsFor(asked: AskedMetric): Readonly<Record<string, EventColumn>> {
  return Object.fromEntries(eventColumns(asked).map((one) => [nameOf(one), one]));
}

function metricOf(asked: AskedMetric, hasPast: boolean): Metric {
  const { name, role, direction, money, margin, outliers } = asked;
  const [first = "", second = ""] = eventColumns(asked).map(nameOf);
  const past = hasPast && (asked.kind === "mean" || asked.kind === "proportion") ? { before: [`${first} before`] } : {};
  const own = {
    ...{ name, role, direction, ...past },
    ...(money === undefined ? {} : { money }),
    ...(margin === undefined ? {} : { margin }),
    ...(outliers === undefined ? {} : { outliers }),
  };
  switch (asked.kind) {
    case "ratio":
      return { ...own, kind: "ratio", numerator: first, denominator: second };
    case "quantile":
      return { ...own, kind: "quantile", value: first, q: asked.q };
    case "retention":
      return { ...own, kind: "retention", returned: first, watched: "watched", day: asked.day };
    default:
      return { ...own, kind: asked.kind, value: first };
  }
}
