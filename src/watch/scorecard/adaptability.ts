import { type Instant, milliseconds } from "../../kernel/index.ts";
import type { Release } from "../../registry/index.ts";
import { type CellDefinition, counted, defineCell, noEvidence, outOf } from "./cell.ts";
import type { Evidence } from "./evidence.ts";

const DAY = 86_400_000;

/** Adaptability, as a requirement: what serves follows what changes. */
export const freshness: readonly CellDefinition[] = [
  defineCell("How old is what serves?", (evidence) => {
    const { system, now, file } = evidence;
    const trained = servedSince(evidence);
    if (trained === undefined) return noEvidence(`A model that serves: \`alidade train ${file}\`.`);
    const age = now - trained;
    const wanted = system.objective.stated ? system.objective.requirements?.retrain : undefined;
    const days = Math.floor(age / DAY);
    const made = days === 0 ? "today" : `${counted(days, "day")} ago`;
    const isOld = wanted !== undefined && age > milliseconds(wanted);
    return {
      finding: wanted === undefined ? "fair" : isOld ? "poor" : "good",
      says: `The oldest model that serves was made ${made}; ${wanted === undefined ? "nobody has said how old it may be" : `it may be ${wanted} old`}.`,
      see: `\`alidade models ${system.name}\``,
      at: trained,
    };
  }),
];

/** When the oldest model that most people get was made. */
function servedSince({ plans, releases, models }: Evidence): Instant | undefined {
  const serving = plans.at(-1)?.allocations.find(({ purpose }) => purpose === "champion" || purpose === "unproven");
  const release = releases.find(({ id }) => id === serving?.release);
  const made = Object.values(release?.models ?? {}).flatMap((id) => models.find((one) => one.id === id) ?? []);
  return made.length === 0 ? undefined : Math.min(...made.map(({ createdAt }) => createdAt));
}

/** Adaptability, as a principle: changed in parts, and by what was learned from trying. */
export const change: readonly CellDefinition[] = [
  defineCell("Can it be changed without learning again?", ({ releases, system, file }) => {
    const models = releases.filter(({ kind }) => kind === "model");
    const again = models.filter((release, i) => models.slice(0, i).some((earlier) => sameModels(earlier, release)));
    const last = again.at(-1);
    if (last === undefined)
      return noEvidence(
        `Other weights, or another price, over models that are there: \`alidade weights set ${file} <head>=<weight>\`.`,
      );
    return {
      finding: "good",
      says: `${outOf(again.length, models.length)} releases are of models that were there before, with other weights or another policy.`,
      see: `\`alidade weights history ${system.name}\``,
      at: last.createdAt,
    };
  }),
  defineCell("Is it changed by what experiments show?", ({ comparisons, system, file }) => {
    const last = comparisons.at(-1);
    if (last === undefined)
      return noEvidence(`A finished experiment in the archive: \`alidade experiment start ${file}\`.`);
    const proofs = comparisons.filter(({ proof }) => proof).length;
    return {
      finding: proofs > 0 ? "good" : "poor",
      says: `${outOf(proofs, comparisons.length)} comparisons in the archive are proof of what they compared.`,
      see: `\`alidade experiments ${system.name}\``,
      at: last.until,
    };
  }),
];

function sameModels(a: Release, b: Release): boolean {
  const [mine, theirs] = [Object.entries(a.models), b.models];
  return mine.length === Object.keys(theirs).length && mine.every(([head, id]) => theirs[head] === id) && a.id !== b.id;
}
