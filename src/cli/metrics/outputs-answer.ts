import { type TextMetric, textMetrics } from "../../evaluate/index.ts";
import { isInsufficient, wordInsufficient } from "../../kernel/index.ts";
import { estimate, formatNumber, table, type Unit, type Value } from "../../report/index.ts";
import type { Answer } from "../calling/command.ts";
import { BETTER } from "./better-words.ts";
import { readOutputs } from "./read-outputs.ts";

const UNITS: Readonly<Record<TextMetric["unit"], Unit>> = { share: "percent", count: "number", number: "number" };

/** Every metric of texts over a file of outputs; those that the file cannot give are named with what they lack. */
export async function outputsAnswer(path: string, cwd: string): Promise<Answer> {
  const texts = await readOutputs(path, cwd);
  const found = Object.values(textMetrics).map((metric) => ({ metric, value: metric.compute(texts) }));
  const rows = found.flatMap(({ metric, value }): readonly (readonly Value[])[] =>
    isInsufficient(value) ? [] : [[metric.name, BETTER[metric.direction], estimate(value, UNITS[metric.unit])]],
  );
  const summary = found.flatMap(({ metric: { name, needs }, value }) =>
    isInsufficient(value) ? [`${name} is left out: ${wordInsufficient(value)}. It needs ${needs}`] : [],
  );
  return {
    json: {
      file: path,
      texts: texts.length,
      metrics: found.map(({ metric: { name, direction, unit }, value }) => ({ name, direction, unit, value })),
    },
    document: {
      title: `Metrics of ${path}`,
      subtitle: `${formatNumber(texts.length, "count")} texts; intervals of 95 %`,
      summary,
      sections: [{ title: "Outputs against references", blocks: [table(["Metric", "Better", "Value"], rows)] }],
    },
  };
}
