import { milliseconds } from "../../kernel/index.ts";
import { trainingsOf } from "../../registry/index.ts";
import { histogramQuantile } from "../../stats/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { type CellDefinition, defineCell, noEvidence } from "./cell.ts";

/** The latency that was promised: the tightest of the guardrail, the requirement and what is watched; undefined where nobody promised any. */
function limitOf({ objective }: SystemDefinition): number | undefined {
  const required = objective.stated ? objective.requirements?.realTime?.p99Ms : undefined;
  const watched = Object.values(objective.stated ? (objective.metrics ?? {}) : {}).flatMap(({ measure, threshold }) =>
    measure.measure === "quantile" && measure.of.quantity === "latency" && measure.q === 0.99 ? (threshold ?? []) : [],
  );
  const guarded = objective.guardrails.map(({ p99Ms }) => p99Ms);
  const limits = [...guarded, ...watched, ...(required === undefined ? [] : [required])];
  return limits.length === 0 ? undefined : Math.min(...limits);
}

const digits = (ms: number): string => Number(ms.toPrecision(2)).toLocaleString("en-US", { maximumFractionDigits: 3 });

/** Scalability, as a requirement: the load of today, answered in time. */
export const serving: readonly CellDefinition[] = [
  defineCell("Do answers come in time?", ({ journal, system, file }) => {
    const p99 = journal === null ? undefined : histogramQuantile(journal.took, 0.99);
    if (journal === null || p99 === undefined)
      return noEvidence(`Decisions in the journal: \`alidade serve ${file}\`.`);
    const limit = limitOf(system);
    const held = limit === undefined ? "no limit is declared to hold that against" : `the limit is ${digits(limit)} ms`;
    return {
      finding: limit === undefined ? "fair" : p99 <= limit ? "good" : "poor",
      says: `99 in 100 decisions took ${digits(p99)} ms or less; ${held}.`,
      see: `\`alidade release status ${file}\``,
      at: journal.last,
    };
  }),
  defineCell("Has the busiest time been carried?", ({ journal, system, file }) => {
    if (journal === null) return noEvidence(`Decisions in the journal: \`alidade serve ${file}\`.`);
    const peak = system.objective.stated ? system.objective.requirements?.peakPerSecond : undefined;
    const seen = `The busiest second had ${journal.busiest.toLocaleString("en-US")} decisions`;
    return {
      finding: peak !== undefined && journal.busiest >= peak ? "good" : "fair",
      says:
        peak === undefined
          ? `${seen}; nobody has declared how many there will be.`
          : `${seen}; ${peak.toLocaleString("en-US")} are required.`,
      see: `\`alidade decisions --system ${system.name}\``,
      at: journal.last,
    };
  }),
];

const DAY = 86_400_000;
/** The part of the time between two trainings that one may take. */
const ROOM = 0.1;

/** Scalability, as a principle: growth without building anew. */
export const learning: readonly CellDefinition[] = [
  defineCell("Is there time to learn again?", ({ runs, snapshots, system, file }) => {
    const last = trainingsOf(runs).findLast(({ took }) => took !== null);
    if (last === undefined || last.took === null) return noEvidence(`A finished training: \`alidade train ${file}\`.`);
    const wanted = system.objective.stated ? system.objective.requirements?.retrain : undefined;
    const every = wanted === undefined ? DAY : milliseconds(wanted);
    const rows = snapshots.find(({ id }) => id === last.snapshot)?.rows ?? 0;
    const seconds = last.took / 1_000;
    const pace = wanted === undefined ? "a day" : `the ${wanted} that are asked for`;
    return {
      finding: last.took <= ROOM * every ? "good" : last.took <= every ? "fair" : "poor",
      says: `${rows.toLocaleString("en-US")} rows took ${digits(seconds)} s to learn from: ${share(last.took / every)} of ${pace}.`,
      see: `\`alidade runs show ${last.id}\``,
      at: last.startedAt,
    };
  }),
];

function share(part: number): string {
  return part < 0.001 ? "less than 0.1%" : `${digits(part * 100)}%`;
}
