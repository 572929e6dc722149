import type { Table } from "../../data/index.ts";
import { known } from "../../kernel/index.ts";
import { type SystemDefinition, targetsOf } from "../../system/index.ts";
import { type Dataset, type FitPlan, planFor } from "../../train/index.ts";
import { MOST_FOLDS } from "../deps.ts";
import { sampleOf } from "../sample.ts";
import { type Framed, framedBy, framedFrom, type Numbering } from "./framed.ts";
import { withoutExploring } from "./without-exploring.ts";

/** The declared system on its data: what every framing is held against. */
export interface Bench {
  /** Without exploring: what is compared is what is thought best. */
  readonly system: SystemDefinition;
  readonly framed: Framed;
  readonly plan: FitPlan;
  /** The outcome that the answers are held against, and what it was. */
  readonly target: string;
  readonly label: Dataset["labels"][string];
  /** Rows that were looked at, when they are fewer than there are. */
  readonly sampled: number | null;
}

/** More rows would say little more, and take longer for every framing. */
const MOST_ROWS = 30_000;

/** Lays out the declared system. Throws what `datasetOf` throws. */
export function benchOf(declared: SystemDefinition, table: Table, numberOf: Numbering): Bench {
  const system = withoutExploring(declared);
  const whole = framedBy(system, table, numberOf);
  const framed = framedFrom(sampleOf(whole.dataset, system.seed, MOST_ROWS), table);
  const evaluation = { ...system.evaluation, folds: Math.min(system.evaluation.folds, MOST_FOLDS) };
  const target = known(targetsOf(system)[0], "a system with an outcome");
  return {
    system,
    framed,
    plan: planFor({ ...system, evaluation }, framed.dataset),
    target,
    label: known(framed.dataset.labels[target], `label ${target}`),
    sampled: framed.dataset.rows < whole.dataset.rows ? framed.dataset.rows : null,
  };
}
