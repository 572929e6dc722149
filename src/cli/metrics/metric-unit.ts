import {
  businessMetrics,
  type Measure,
  type MetricFacts,
  type Quantity,
  systemMetrics,
} from "../../objective/index.ts";
import type { Unit } from "../../report/index.ts";
import type { ListedMetric } from "../../watch/index.ts";

/** How a listed metric's number is shown. */
export function unitOf({ metric, measure }: Pick<ListedMetric, "metric" | "measure">, currency: string): Unit {
  const known = factsNamed(metric);
  if (measure.measure === "total" && measure.of.quantity === "decisions") return "number";
  switch (known?.unit) {
    case "money":
      return { currency };
    case "share":
      return "percent";
    case "milliseconds":
      return "duration";
    case "count":
      return "count";
    default:
      return unitOfMeasure(measure, currency);
  }
}

/** What the catalogue knows of a watchable metric; undefined of one that is none of it. */
export function factsNamed(name: string | undefined): MetricFacts | undefined {
  return [...Object.values<MetricFacts>(businessMetrics), ...Object.values<MetricFacts>(systemMetrics)].find(
    (facts) => facts.name === name,
  );
}

function unitOfMeasure(measure: Measure, currency: string): Unit {
  switch (measure.measure) {
    case "share":
    case "retention":
      return "percent";
    case "active":
      return "count";
    case "lifetime":
    case "running-cost":
      return { currency };
    case "catalogue":
      return "number";
    case "ratio":
      return isMoney(measure.of) && !isMoney(measure.over) ? { currency } : "number";
    default:
      return unitOfQuantity(measure.of, currency);
  }
}

function isMoney({ quantity }: Quantity): boolean {
  return quantity === "money" || quantity === "cost";
}

function unitOfQuantity(of: Quantity, currency: string): Unit {
  if (isMoney(of)) return { currency };
  return of.quantity === "latency" ? "duration" : "number";
}
