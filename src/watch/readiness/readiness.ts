import type { Instant } from "../../kernel/index.ts";
import type { Evidence } from "../scorecard/evidence.ts";
import { dataTests } from "./data-tests.ts";
import { infrastructureTests } from "./infrastructure-tests.ts";
import { modelTests } from "./model-tests.ts";
import { monitoringTests } from "./monitoring-tests.ts";
import type { ReadinessTest, Tested } from "./test.ts";

/** One test and what the evidence says of it. */
export interface TestResult extends Tested {
  readonly id: string;
  readonly asks: string;
}

/** Seven tests of one kind. */
export interface ReadinessSection {
  readonly name: string;
  /** Sum of its tests, 0 to 7. */
  readonly score: number;
  readonly tests: readonly TestResult[];
}

/** How ready a system is to be relied on. */
export interface Readiness {
  readonly system: string;
  readonly at: Instant;
  /** The least of the four sections' scores, 0 to 7: a chain holds as its weakest link. */
  readonly score: number;
  /** What the score means, as a sentence. */
  readonly means: string;
  readonly sections: readonly ReadinessSection[];
}

const SECTIONS: readonly { readonly name: string; readonly tests: readonly ReadinessTest[] }[] = [
  { name: "Features and data", tests: dataTests },
  { name: "Model development", tests: modelTests },
  { name: "Infrastructure", tests: infrastructureTests },
  { name: "Monitoring", tests: monitoringTests },
];

/** The bands of the paper, in our words: from which score on, exclusive, and what it means. */
const BANDS: readonly (readonly [above: number, means: string])[] = [
  [5, "Tested and watched by machines as well as anything is."],
  [3, "Tested and watched by machines to a degree that things can depend on which must not fail."],
  [2, "Reasonably tested; more of it could be done by machines."],
  [1, "The basics are there; it needs more work before it is relied on."],
  [0, "Not untested, but serious holes are likely."],
];

/** What a score means; nothing above zero is research. */
export function meaningOf(score: number): string {
  return BANDS.find(([above]) => score > above)?.[1] ?? "A research project rather than a product.";
}

/**
 * The 28 tests of Breck, Cai, Nielsen, Salib and Sculley, "The ML Test Score: A Rubric for ML Production Readiness and Technical
 * Debt Reduction" (IEEE Big Data, 2017), answered by evidence alone: half a point for what was done once or by hand and is
 * kept, one for what a machine does again and again; the score is that of the weakest section.
 */
export function readinessOf(evidence: Evidence): Readiness {
  const sections = SECTIONS.map(({ name, tests }): ReadinessSection => {
    const results = tests.map(({ id, asks, find }) => ({ id, asks, ...find(evidence) }));
    return { name, tests: results, score: results.reduce((sum, { points }) => sum + points, 0) };
  });
  const score = Math.min(...sections.map((section) => section.score));
  return { system: evidence.system.name, at: evidence.now, score, means: meaningOf(score), sections };
}
