import { milliseconds } from "../../kernel/index.ts";
import { histogramQuantile } from "../../stats/index.ts";
import { outOf } from "../scorecard/cell.ts";
import type { Evidence } from "../scorecard/evidence.ts";
import { drilled } from "./drilled.ts";
import { isWatched, servedModels } from "./evidence-parts.ts";
import { automatic, byHand, defineTest, failed, type ReadinessTest, type Tested, untested } from "./test.ts";
import { withEnough } from "./too-little.ts";

/** Section IV of the paper: that what changes is noticed. */
export const monitoringTests: readonly ReadinessTest[] = [
  defineTest("monitoring.dependencies", "Is it told when what the inputs depend on changes?", (evidence) =>
    byDrill(evidence, ["feedMissing", "fieldRetyped", "fieldRenamed", "trafficStopped"]),
  ),
  defineTest("monitoring.invariants", "Is it noticed when inputs break what holds of them?", (evidence) =>
    withEnough(byDrill(evidence, ["unitChanged", "inputStuck", "fieldMissing", "categoryRecoded"]), evidence, [
      "input.unit-changed",
    ]),
  ),
  defineTest("monitoring.skew", "Is it noticed when serving differs from training?", (evidence) =>
    byDrill(evidence, ["inputShifted", "wrongFile"]),
  ),
  defineTest("monitoring.staleness", "Is what serves no older than it may be?", staleness),
  defineTest("monitoring.numbers", "Is it noticed when a model stops giving sound numbers?", (evidence) =>
    withEnough(byDrill(evidence, ["modelGone", "modelConstant"]), evidence, ["score.spiked"]),
  ),
  defineTest("monitoring.performance", "Is it noticed when answers get slower?", (evidence) =>
    withEnough(performance(evidence), evidence, ["latency.risen"]),
  ),
  defineTest("monitoring.quality", "Is it noticed when predictions get worse?", (evidence) =>
    withEnough(quality(evidence), evidence, ["concept.drifted"]),
  ),
];

/**
 * What drills noticed of some faults: a point where the same monitors look at what is served, half of it where they do not, or
 * where something went by unseen; none where that is more than half.
 */
function byDrill(evidence: Evidence, faults: readonly string[]): Tested {
  const { file } = evidence;
  const again = (some: readonly string[]): string => `\`alidade drill ${file} --faults ${some.join(",")}\``;
  const found = drilled(evidence, faults);
  if (found === undefined) return untested(`A drill that injects such faults: ${again(faults)}.`);
  const { noticed, trials, share, missing, at } = found;
  const lacks = missing.length === 0 ? "" : ` Nobody injected ${missing.join(", ")} in full in the last 90 days.`;
  const shown = {
    says: `${outOf(noticed, trials)} injected faults of this kind were noticed.${lacks}`,
    see: again(faults),
    at,
  };
  const others = `A drill of the others too: ${again(missing)}.`;
  if (noticed === trials && missing.length > 0) return share < 0.5 ? failed(shown, others) : byHand(shown, others);
  if (share < 0.5) return failed(shown, `Monitors that notice it; what went by unseen: ${again(faults)}.`);
  if (share < 1) return byHand(shown, `The others noticed as well: ${again(faults)}.`);
  return isWatched(evidence) ? automatic(shown) : byHand(shown, watchIt(file));
}

function watchIt(file: string): string {
  return `Monitors that look at what is served, all the time: \`alidade up ${file}\`.`;
}

const DAY = 86_400_000;

function staleness(evidence: Evidence): Tested {
  const { system, now, file } = evidence;
  const made = servedModels(evidence).map(({ createdAt }) => createdAt);
  if (made.length === 0) return untested(`A model that serves: \`alidade train ${file}\`.`);
  const oldest = Math.min(...made);
  const age = Math.floor((now - oldest) / DAY);
  const wanted = system.objective.stated ? system.objective.requirements?.retrain : undefined;
  const shown = { says: `The oldest model that serves is ${age} days old.`, see: "`alidade models`", at: oldest };
  if (wanted === undefined) return byHand(shown, "How old it may be, in the system file: `requirements: { retrain }`.");
  const says = `${shown.says.slice(0, -1)}; it may be ${wanted} old.`;
  if (now - oldest > milliseconds(wanted)) return failed({ ...shown, says }, `A new one: \`alidade train ${file}\`.`);
  return isWatched(evidence) ? automatic({ ...shown, says }) : byHand({ ...shown, says }, watchIt(file));
}

function performance(evidence: Evidence): Tested {
  const { journal, system, file } = evidence;
  const found = drilled(evidence, ["answersSlow"]);
  if (found !== undefined) return byDrill(evidence, ["answersSlow"]);
  const p99 = journal === null ? undefined : histogramQuantile(journal.took, 0.99);
  if (journal === null || p99 === undefined) return untested(`Decisions in the journal: \`alidade serve ${file}\`.`);
  const limit = Math.min(...system.objective.guardrails.map(({ p99Ms }) => p99Ms));
  const shown = {
    says: `99 in 100 decisions took ${Number(p99.toPrecision(2))} ms or less.`,
    see: `\`alidade release status ${file}\``,
    at: journal.last,
  };
  if (p99 > limit) return failed(shown, `Answers within the ${limit} ms of the guardrail.`);
  return byHand(shown, `A drill that slows answers down: \`alidade drill ${file} --faults answersSlow\`.`);
}

function quality(evidence: Evidence): Tested {
  const { journal, file } = evidence;
  if (drilled(evidence, ["labelsFlipped", "conceptChanged"]) !== undefined)
    return byDrill(evidence, ["labelsFlipped", "conceptChanged"]);
  if (journal === null || journal.lastOutcome === null)
    return untested("Outcomes of decisions: `POST /v1/outcomes`, or the client.");
  const shown = {
    says: `${outOf(journal.outcomes, journal.decisions)} decisions have an outcome to judge them by.`,
    see: `\`alidade metrics ${file}\``,
    at: journal.lastOutcome,
  };
  return byHand(shown, `A drill that makes predictions worse: \`alidade drill ${file} --faults conceptChanged\`.`);
}
