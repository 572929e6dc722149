import { milliseconds } from "../../kernel/index.ts";
import { formatBytes, formatDuration, formatNumber } from "../../report/index.ts";
import { counted, wordCount } from "../words.ts";
import type { FeasibilityCase } from "./feasibility-case.ts";
import { type Need, need } from "./need.ts";

/** Whether decisions can be made where, as fast and as often as is asked for, as far as a quick fit tells. */
export function servingNeeds(all: FeasibilityCase): readonly Need[] {
  return [...latencyNeeds(all), ...freshNeeds(all), ...peakNeeds(all), ...batchNeeds(all), ...browserNeeds(all)];
}

type Requirements = NonNullable<Extract<FeasibilityCase["system"]["objective"], { stated: true }>["requirements"]>;

function requirementsOf({ system: { objective } }: FeasibilityCase): Requirements {
  return (objective.stated ? objective.requirements : undefined) ?? {};
}

const UNMEASURED = "not measured: nothing was fitted";

/** Scoring is the least that a decision takes: what is too slow already is out of reach. */
function latencyNeeds(all: FeasibilityCase): readonly Need[] {
  const limits = [
    ...all.system.objective.guardrails.map(({ p99Ms }) => p99Ms),
    ...[requirementsOf(all).realTime?.p99Ms].filter((limit) => limit !== undefined),
  ];
  if (limits.length === 0) return [];
  const limit = Math.min(...limits);
  const { decision, features } = all.footprint;
  const fits = decision === null ? null : decision.p99Ms <= limit;
  return [
    need({
      code: "deployment.latency",
      area: "deployment",
      name: "Answers in time",
      needed: `${wordMs(limit)} at p99, features, scoring and journal together`,
      found:
        decision === null
          ? UNMEASURED
          : `scoring alone takes ${wordMs(decision.p99Ms)} at p99 with a quick fit${fits === true ? "" : ": it is impossible as it stands"}`,
      status: fits === null ? "unknown" : fits ? "met" : "gap",
      options: [
        "Simpler algorithm: a linear model or the rule, which look at each feature once.",
        `Narrow: fewer than these ${wordCount(features)} features.`,
        "Decide beforehand: score in files, and look the answer up.",
        "Ask again whether it has to be so fast, and what a millisecond is worth.",
      ],
    }),
  ];
}

function freshNeeds(all: FeasibilityCase): readonly Need[] {
  const fresh = requirementsOf(all).realTime?.fresh;
  if (fresh === undefined) return [];
  const streams = Object.keys(all.system.streams);
  return [
    need({
      code: "deployment.fresh",
      area: "deployment",
      name: "Events seen in time",
      needed: `no later than ${fresh}`,
      found:
        streams.length === 0
          ? `the rows come from ${all.system.source.source} \`${all.system.source.path}\`, and no stream is declared`
          : `events come through ${streams.map((name) => `\`${name}\``).join(", ")}; how late they are shows once they flow`,
      status: streams.length === 0 ? "gap" : "unknown",
      options: ["Declare a stream and push events into it.", "Narrow: features that do not change within the day."],
    }),
  ];
}

function peakNeeds(all: FeasibilityCase): readonly Need[] {
  const peak = requirementsOf(all).peakPerSecond;
  if (peak === undefined) return [];
  const { decision } = all.footprint;
  const cores = decision === null ? null : (peak * decision.medianMs) / 1_000;
  const there = all.machine?.cores;
  const status = cores === null || there === undefined ? "unknown" : cores <= there ? "met" : "gap";
  const here = there === undefined ? "" : `; this machine has ${wordCount(there)}`;
  return [
    need({
      code: "scale.peak",
      area: "scale",
      name: "The busiest second",
      needed: `${counted(peak, "decision")} a second`,
      found:
        cores === null || decision === null
          ? UNMEASURED
          : `scoring alone takes ${wordMs(decision.medianMs)} a decision: ${wordCores(cores)} at the peak${here}`,
      status,
      options: [
        "Cloud: more replicas behind a balancer, which hold no state of their own.",
        "Simpler algorithm: a linear model or the rule.",
        "Decide beforehand: score in files, and look the answer up.",
      ],
    }),
  ];
}

function batchNeeds(all: FeasibilityCase): readonly Need[] {
  const every = requirementsOf(all).batch?.every;
  if (every === undefined) return [];
  const { decision } = all.footprint;
  const { perYear } = all.system.objective;
  const rows = perYear === undefined ? null : (perYear * milliseconds(every)) / (365 * 86_400_000);
  const took = decision === null || rows === null ? null : rows * decision.medianMs;
  return [
    need({
      code: "deployment.batch",
      area: "deployment",
      name: "A file scored before the next one comes",
      needed: `within ${every}`,
      found:
        took === null || rows === null
          ? decision === null
            ? UNMEASURED
            : "not known: nobody has said how many decisions there are in a year"
          : `about ${wordCount(Math.round(rows))} decisions, ${formatDuration(took)} on one core`,
      status: took === null ? "unknown" : took <= milliseconds(every) ? "met" : "gap",
      options: [
        "Cloud: several machines, each with a part of the file.",
        "Simpler algorithm: a linear model or the rule.",
      ],
    }),
  ];
}

/** What a page should not load more than, for a model that it waits for. */
const BROWSER_BYTES = 5e6;

function browserNeeds(all: FeasibilityCase): readonly Need[] {
  if (requirementsOf(all).runsOn !== "browser") return [];
  const { modelBytes } = all.footprint;
  return [
    need({
      code: "infrastructure.browser",
      area: "infrastructure",
      name: "A model that a page can load",
      needed: `${formatBytes(BROWSER_BYTES)} or less`,
      found: modelBytes === null ? UNMEASURED : `${formatBytes(modelBytes)} for a quick fit`,
      status: modelBytes === null ? "unknown" : modelBytes <= BROWSER_BYTES ? "met" : "gap",
      options: [
        "Simpler algorithm: fewer rounds, or a linear model.",
        "Cloud: decide on a server, and send the answer.",
      ],
    }),
  ];
}

function wordMs(ms: number): string {
  return `${formatNumber(Number(ms.toPrecision(2)), "number")} ms`;
}

function wordCores(cores: number): string {
  return cores <= 1 ? "less than one core" : `${wordCount(Math.ceil(cores))} cores`;
}
