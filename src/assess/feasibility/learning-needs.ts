import { milliseconds } from "../../kernel/index.ts";
import { formatBytes, formatDuration } from "../../report/index.ts";
import { targetsOf } from "../../system/index.ts";
import { wordCount } from "../words.ts";
import type { FeasibilityCase } from "./feasibility-case.ts";
import { type Need, need } from "./need.ts";

/** Whether something can be learned, anew as often as is asked for, on this machine. */
export function learningNeeds(all: FeasibilityCase): readonly Need[] {
  return [...signalNeeds(all), ...retrainNeeds(all), ...memoryNeeds(all)];
}

function signalNeeds({ learns, system }: FeasibilityCase): readonly Need[] {
  if (learns === null) return [];
  const target = targetsOf(system)
    .map((name) => `\`${name}\``)
    .join(", ");
  return [
    need({
      code: "algorithm.signal",
      area: "algorithm",
      name: "Something that can be learned",
      needed: "a quick fit beats the same fit on a shuffled truth, on unseen rows",
      found: learns ? "it does" : "it does not",
      status: learns ? "met" : "gap",
      options: [
        `Get data: features that have something to do with ${target}.`,
        "Upskill: ask somebody who takes these decisions today what they look at.",
        "Narrow: another outcome, or a shorter time until it is known.",
      ],
    }),
  ];
}

/** A model cannot learn from what is not known yet. */
function retrainNeeds({ system, footprint }: FeasibilityCase): readonly Need[] {
  const { objective, outcomes } = system;
  const retrain = objective.stated ? objective.requirements?.retrain : undefined;
  if (retrain === undefined) return [];
  const slowest = targetsOf(system)
    .map((name) => outcomes[name]?.within ?? "1ms")
    .reduce((longest, within) => (milliseconds(within) > milliseconds(longest) ? within : longest), "1ms");
  const known = milliseconds(slowest) <= milliseconds(retrain);
  const seconds = footprint.fit?.seconds;
  const took = seconds === undefined ? "" : `; a quick fit took ${formatDuration(seconds * 1_000)}`;
  return [
    need({
      code: "algorithm.retrain",
      area: "algorithm",
      name: "Trained anew in time",
      needed: `every ${retrain} at the latest`,
      found: `outcomes are known after ${slowest}${took}`,
      status: known ? "met" : "gap",
      options: [
        "Narrow: learn from a proxy that is known sooner.",
        "Narrow: a shorter time until the outcome counts as known.",
        `Accept that every training learns from what is at least ${slowest} old, and ask for fewer of them.`,
      ],
    }),
  ];
}

/** Share of a machine's memory that features may take: learning and judging hold copies of them. */
const MEMORY_SHARE = 0.25;

function memoryNeeds({ footprint, machine }: FeasibilityCase): readonly Need[] {
  if (machine === undefined) return [];
  const room = machine.memoryBytes * MEMORY_SHARE;
  return [
    need({
      code: "infrastructure.memory",
      area: "infrastructure",
      name: "Memory to learn in",
      needed: `features in a quarter of the memory: ${formatBytes(room)} on this machine`,
      found: `${formatBytes(footprint.tableBytes)} for ${wordCount(footprint.rows)} rows of ${wordCount(footprint.features)} features`,
      status: footprint.tableBytes <= room ? "met" : "gap",
      options: [
        "Cloud: a machine with more memory for the hour of training.",
        "Narrow: learn from a sample of the entities, or from fewer features.",
      ],
    }),
  ];
}
