import { type AssessmentJson, assessmentJson } from "../../../src/assess/index.ts";
import { type ReadoutJson, readoutJson } from "../../../src/experiment/index.ts";
import { type Insufficient, isInsufficient } from "../../../src/kernel/index.ts";
import { type TrainJson, trainJson } from "../../../src/train/report/index.ts";
import system from "../system.mts";
import type { Demo } from "./demo.ts";
import type { Home } from "./home.ts";
import { isCovered } from "./truth-section.ts";
import type { Visited } from "./visits.ts";

/** The demo for other programs. Money is per visitor. */
export interface SummaryJson {
  readonly system: string;
  readonly assessment: AssessmentJson;
  readonly training: TrainJson;
  readonly promised: object;
  readonly planned: object;
  readonly traffic: Visited & {
    /** Decisions whose outcome was still awaited when the last visitor had come. */
    readonly pendingOnTheLastDay: number;
    /** On the clock on the wall. */
    readonly seconds: number;
  };
  readonly experiment: ReadoutJson;
  readonly truth: { readonly value: number; readonly standardError: number } | { readonly insufficient: string };
  /** Whether the experiment's interval holds the truth. */
  readonly covered: boolean | null;
  readonly chosen: "model" | "rule";
  readonly reports: Home["reports"];
  readonly url: string;
}

/** Everything that came out, as one document. */
export function summaryJson(
  { findings, url }: Pick<Demo, "findings" | "url">,
  { reports }: Pick<Home, "reports">,
): SummaryJson {
  const { assessment, run, promised, visited, visitSeconds, early, readout, truth, chosen } = findings;
  return {
    system: system.name,
    assessment: assessmentJson(assessment),
    training: trainJson(run.result),
    promised: told(promised.lift),
    planned: told(promised.plan),
    traffic: {
      ...visited,
      pendingOnTheLastDay: early.labels.pending,
      seconds: Math.round(visitSeconds * 1_000) / 1_000,
    },
    experiment: readoutJson(readout, { currency: system.objective.currency, unit: "visitor" }),
    truth: isInsufficient(truth)
      ? { insufficient: truth.reason }
      : { value: truth.value, standardError: truth.standardError },
    covered: isCovered(findings),
    chosen,
    reports,
    url,
  };
}

function told<T extends object>(value: T | Insufficient): object {
  return isInsufficient(value) ? { insufficient: value.reason } : value;
}
