import { type Insufficient, insufficient, isInsufficient } from "../../kernel/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { datasetOf, readUnderContract } from "../../train/index.ts";
import type { AssessDeps } from "../deps.ts";
import { sampleOf } from "../sample.ts";
import { effectWorth } from "./effect-worth.ts";
import { type Ground, groundOf } from "./ground.ts";
import { learningCurve } from "./learning-curve.ts";
import { missingFeatures } from "./missing-features.ts";
import { moreRows } from "./more-rows.ts";
import { type Opportunities, type Opportunity, ranked, wordRows } from "./opportunity.ts";
import { otherNumbers } from "./other-numbers.ts";
import { sliceGaps } from "./slice-gaps.ts";

/** What looking for opportunities needs. */
export interface OpportunityDeps extends Pick<AssessDeps, "read" | "compute" | "progress" | "signal"> {
  /** The system as it is named in commands. */
  readonly file: string;
  /** Decisions a year. Default: the objective's. */
  readonly perYear?: number | undefined;
  /** Rows that are looked at, at most: everything is learned a dozen times. Default 10,000. */
  readonly rows?: number | undefined;
}

const ROWS = 10_000;

/** Looks where the next money is: parts, features, labels, more rows, other numbers, what nobody has measured. Stores nothing. */
export async function findOpportunities(system: SystemDefinition, deps: OpportunityDeps): Promise<Opportunities> {
  const { read, compute, progress, signal, file } = deps;
  const reading = progress.step("Reading the data");
  const { table } = await readUnderContract(system, read);
  const whole = datasetOf(system, table);
  const dataset = sampleOf(whole, system.seed, deps.rows ?? ROWS);
  reading.done(`${wordRows({ rows: dataset.rows, whole: whole.rows })} rows`);
  const decisionsPerYear = deps.perYear ?? system.objective.perYear ?? null;
  const told = {
    system: system.name,
    currency: system.objective.currency,
    rows: dataset.rows,
    whole: whole.rows,
    perYear: decisionsPerYear,
  };
  if (Object.keys(system.heads).length === 0)
    return { ...told, judged: 0, found: [], apart: [{ what: "everything", why: insufficient("no-heads") }] };
  const step = progress.step("Learning");
  const ground = await groundOf({ system, dataset, compute, file, decisionsPerYear, signal });
  const { found, apart } = await lookEverywhere(ground, { whole: whole.rows, onProgress: (at) => step.update(at) });
  step.done();
  const isTold = ({ perDecision }: Opportunity): boolean => !isInsufficient(perDecision);
  return {
    ...told,
    judged: ground.rows.length,
    found: ranked(found.filter(isTold)),
    apart: [
      ...apart,
      ...found
        .filter((one) => !isTold(one))
        .map(({ name, perDecision }) => ({ what: name, why: perDecision as Insufficient })),
    ],
  };
}

interface Looked {
  readonly found: readonly Opportunity[];
  readonly apart: Opportunities["apart"];
}

interface Looking {
  /** Rows that the system learns from. */
  readonly whole: number;
  readonly onProgress: (share: number) => void;
}

async function lookEverywhere(ground: Ground, { whole, onProgress }: Looking): Promise<Looked> {
  const quick = [...sliceGaps(ground), ...otherNumbers(ground), ...effectWorth(ground)];
  onProgress(0.1);
  const missing = await missingFeatures(ground);
  onProgress(0.5);
  const curve = await curveOf(ground, whole);
  onProgress(1);
  if (isInsufficient(curve))
    return { found: [...quick, ...missing.found], apart: [...missing.apart, { what: "more rows", why: curve }] };
  return { found: [...quick, ...missing.found, ...moreRows(ground, curve)], apart: missing.apart };
}

/** What rows bring to a system that learns from many more is not seen on a few of them. */
async function curveOf(ground: Ground, whole: number): ReturnType<typeof learningCurve> {
  const { rows } = ground.dataset;
  return rows < whole ? insufficient("rows-left-out", { need: whole, have: rows }) : await learningCurve(ground);
}
