import { allMetrics, type Metric, type TextMetric, textMetrics } from "../../evaluate/index.ts";
import type { Task } from "../../model/index.ts";
import { businessMetrics, type MetricFacts, systemMetrics } from "../../objective/index.ts";

/** A metric of the catalogue, whichever room computes it. */
export interface CatalogueEntry extends Omit<MetricFacts, "direction"> {
  readonly direction: MetricFacts["direction"] | Metric["direction"];
  /** Where it, or its interval, is described. */
  readonly reference?: string;
}

const NEEDS: Readonly<Record<Task, string>> = {
  binary: "Predicted probabilities beside what happened (yes or no), on rows that the model has not seen.",
  multiclass: "A probability for each class beside the true class, on rows that the model has not seen.",
  hierarchical: "A probability for each leaf beside the true one, on rows that the model has not seen.",
  multilabel: "A probability for each label beside the true labels, on rows that the model has not seen.",
  ranking: "Scores of the candidates of each list beside their relevance, on lists that the model has not seen.",
  regression: "Predicted values beside the true ones, on rows that the model has not seen.",
};

/** Every metric: of models, of texts, of the system, of the business; by family and then by name, but models as reports have them. */
export function catalogueEntries(): readonly CatalogueEntry[] {
  return [
    ...allMetrics.map(ofPredictions),
    ...Object.values(textMetrics).map(ofTexts),
    ...Object.values<MetricFacts>(systemMetrics).map(plainFacts),
    ...Object.values<MetricFacts>(businessMetrics).map(plainFacts),
  ];
}

function ofPredictions({
  name,
  direction,
  unit,
  doc,
  formula,
  pitfalls,
  aliases,
  tasks,
  reference,
}: Metric): CatalogueEntry {
  const [task = "binary"] = tasks;
  return {
    ...{ name, family: "model", unit, direction, definition: doc, needs: NEEDS[task], from: "evaluation", reference },
    ...present({ formula, pitfalls, aliases }),
  };
}

function ofTexts({
  name,
  direction,
  unit,
  doc,
  formula,
  needs,
  pitfalls,
  aliases,
  reference,
}: TextMetric): CatalogueEntry {
  return {
    ...{ name, family: "model", unit, direction, definition: doc, needs, from: "file", reference },
    ...present({ formula, pitfalls, aliases }),
  };
}

/** A metric that can be watched is a function; what is known of it stands on it. */
function plainFacts({ ...facts }: MetricFacts): CatalogueEntry {
  return facts;
}

type Optional = Pick<MetricFacts, "formula" | "pitfalls" | "aliases">;

function present({
  formula,
  pitfalls,
  aliases,
}: { readonly [K in keyof Optional]: Optional[K] | undefined }): Optional {
  return {
    ...(formula === undefined ? {} : { formula }),
    ...(pitfalls === undefined ? {} : { pitfalls }),
    ...(aliases === undefined ? {} : { aliases }),
  };
}
