import { type AssessmentJson, assessmentJson } from "../../../src/assess/index.ts";
import { isInsufficient } from "../../../src/kernel/index.ts";
import { type TrainJson, trainJson } from "../../../src/train/report/index.ts";
import type { Demo, Findings } from "./demo.ts";
import type { Home } from "./home.ts";

/** The demo for other programs. Money is in the currency of the objective. */
export interface SummaryJson {
  readonly system: string;
  readonly assessment: AssessmentJson;
  readonly training: TrainJson;
  readonly test: {
    readonly chosen: "model" | "rule";
    readonly sentence: string;
    /** Each night's difference per reader; null where there was not enough. */
    readonly nights: readonly { readonly night: number; readonly low: number | null; readonly high: number | null }[];
    /** A decision over the rule. */
    readonly measured: NonNullable<Findings["settled"]["measured"]> | null;
    readonly truth: number;
  };
  readonly weights: {
    readonly values: Readonly<Record<string, number>>;
    readonly changed: number;
    readonly models: { readonly before: object; readonly after: object };
  } | null;
  readonly watched: {
    readonly turned: number;
    readonly alerts: readonly { readonly at: number; readonly what: string; readonly likely: string }[];
    readonly loops: readonly {
      readonly began: number;
      readonly why: readonly string[];
      readonly end: string | null;
      readonly says: string;
    }[];
    /** When the alert was told, when the rule took over, and when what was retrained served everybody; null: never. */
    readonly noticed: number | null;
    readonly fellBack: number | null;
    readonly promoted: number | null;
  };
  readonly ledger: { readonly booked: number; readonly phases: Findings["settled"]["phases"] };
  readonly days: Findings["days"];
  readonly traffic: Findings["counts"];
  readonly reports: Home["reports"];
  readonly url: string;
}

/** Everything that came out, as one document. */
export function summaryJson(
  { findings, url }: Pick<Demo, "findings" | "url">,
  { reports }: Pick<Home, "reports">,
): SummaryJson {
  const { system, learned, settled, days, counts } = findings;
  return {
    system: system.name,
    assessment: assessmentJson(learned.assessment),
    training: trainJson(learned.run.result),
    test: testJson(findings),
    weights: weightsJson(findings),
    watched: watchedJson(findings),
    ledger: { booked: settled.ledger.total.asMeasured, phases: settled.phases },
    ...{ days, traffic: counts, reports, url },
  };
}

function testJson({ proven, settled }: Findings): SummaryJson["test"] {
  const { chosen, sentence, looks, truth } = proven;
  const nights = looks.map(({ day, difference }) =>
    isInsufficient(difference)
      ? { night: day, low: null, high: null }
      : { night: day, low: difference.low, high: difference.high },
  );
  return { chosen, sentence, nights, measured: settled.measured ?? null, truth };
}

function weightsJson({ reweighed }: Findings): SummaryJson["weights"] {
  if (reweighed === null) return null;
  const { values, preview, models } = reweighed;
  return { values, changed: preview.changes.share, models };
}

function watchedJson({
  adapted: { turned, noticed, fellBack, alerts, loops, promoted },
}: Findings): SummaryJson["watched"] {
  return {
    ...{ turned, noticed, fellBack, promoted },
    alerts: alerts.map(({ at, what, likely }) => ({ at, what, likely })),
    loops: loops.map(({ beganAt, why, end, says }) => ({
      began: beganAt,
      why,
      end: end?.kind ?? null,
      says: end?.why ?? says,
    })),
  };
}
