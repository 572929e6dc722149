import { milliseconds } from "../../kernel/index.ts";
import { formatDuration } from "../../report/index.ts";
import type { SystemDefinition } from "../system.ts";
import { type Demand, demandOf, named } from "./demand.ts";

/** What answers that are waited for demand. */
export function realTimeDemands(system: SystemDefinition): readonly Demand[] {
  const { objective, streams } = system;
  const realTime = objective.stated ? objective.requirements?.realTime : undefined;
  if (realTime === undefined) return [];
  const { p99Ms, fresh } = realTime;
  return [
    guardrailDemand(system, p99Ms),
    deadlineDemand(system, p99Ms),
    ...(fresh === undefined && Object.keys(streams).length === 0 ? [] : [freshDemand(system, fresh)]),
  ];
}

function guardrailDemand({ objective }: SystemDefinition, p99Ms: number): Demand {
  const limit = Math.min(...objective.guardrails.flatMap((one) => (one.guardrail === "latency" ? [one.p99Ms] : [])));
  return demandOf({
    word: "realTime",
    demand: `The gate holds decisions to ${p99Ms} ms at p99.`,
    found: `Its guardrail is ${limit} ms.`,
    advice: limit <= p99Ms ? undefined : `Write \`guardrails: [latency({ p99Ms: ${p99Ms} })]\`, or leave it out.`,
  });
}

function deadlineDemand({ heads }: SystemDefinition, p99Ms: number): Demand {
  const late = Object.entries(heads).flatMap(([name, { deadline }]) =>
    deadline !== undefined && milliseconds(deadline) <= p99Ms ? [] : [name],
  );
  return demandOf({
    word: "realTime",
    demand: `No head is waited for longer than ${p99Ms} ms.`,
    found:
      Object.keys(heads).length === 0
        ? "There are no heads."
        : late.length === 0
          ? "Every head has a deadline within that."
          : `${named(late)} ${late.length === 1 ? "has" : "have"} no deadline within that.`,
    advice:
      late.length === 0
        ? undefined
        : `Give \`deadline: "${p99Ms}ms"\` to the head: when it is late, the fallback answers.`,
  });
}

function freshDemand({ streams }: SystemDefinition, fresh: string | undefined): Demand {
  const lacking = Object.entries(streams).flatMap(([name, { freshWithin }]) =>
    freshWithin !== undefined && (fresh === undefined || milliseconds(freshWithin) <= milliseconds(fresh))
      ? []
      : [name],
  );
  const names = Object.keys(streams);
  return demandOf({
    word: "realTime",
    demand:
      fresh === undefined
        ? "It is said for how long events are trusted."
        : `What is known of an entity is no older than ${fresh}.`,
    found:
      names.length === 0
        ? "There are no streams of events."
        : lacking.length === 0
          ? `${named(names)} ${names.length === 1 ? "says" : "say"} so.`
          : `${named(lacking)} ${lacking.length === 1 ? "does" : "do"} not say so.`,
    advice: lacking.length === 0 ? undefined : `Give \`freshWithin: "${fresh ?? "1h"}"\` to the stream.`,
  });
}

/** What decisions in files demand. */
export function batchDemands({ objective, contract }: SystemDefinition): readonly Demand[] {
  const batch = objective.stated ? objective.requirements?.batch : undefined;
  if (batch === undefined) return [];
  const within = contract.fresh?.within;
  const isMet = within !== undefined && within <= milliseconds(batch.every);
  const time = Object.entries(contract.fields).find(
    ([, { kind, known }]) => kind === "time" && known === "before",
  )?.[0];
  return [
    demandOf({
      word: "batch",
      demand: `The newest row of a file is no older than ${batch.every}.`,
      found:
        within === undefined ? "The contract says nothing of it." : `The contract allows ${formatDuration(within)}.`,
      advice: isMet
        ? undefined
        : time === undefined
          ? "The contract needs a time field, and then `fresh: { field: …, within: … }`."
          : `Give the contract \`fresh: { field: "${time}", within: "${batch.every}" }\`.`,
    }),
  ];
}
