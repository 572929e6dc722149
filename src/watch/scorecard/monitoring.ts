import { milliseconds } from "../../kernel/index.ts";
import { type CellDefinition, counted, defineCell, noEvidence, outOf } from "./cell.ts";

/** Monitoring: what comes of decisions is seen. */
export const monitoring: readonly CellDefinition[] = [
  defineCell("Do outcomes come back?", ({ journal, system, file }) => {
    if (journal === null) return noEvidence(`Decisions in the journal: \`alidade serve ${file}\`.`);
    if (journal.lastOutcome === null) return noEvidence("Outcomes of decisions: `POST /v1/outcomes`, or the client.");
    const within = Math.max(...Object.values(system.outcomes).map((outcome) => milliseconds(outcome.within)));
    const silent = journal.last - journal.lastOutcome;
    return {
      finding: silent <= within ? "good" : "poor",
      says: `${counted(journal.outcomes, "outcome")} of ${counted(journal.decisions, "decision")}; the last came ${silent <= within ? "within" : "longer than"} its attribution window before the last decision.`,
      see: `\`alidade decisions --system ${system.name}\``,
      at: journal.lastOutcome,
    };
  }),
  defineCell("Is it seen what would be without it?", ({ plans, file }) => {
    const plan = plans.at(-1);
    if (plan === undefined) return noEvidence(`A traffic plan: \`alidade train ${file}\` makes one.`);
    const beside = plan.allocations.filter(({ purpose }) => purpose === "holdback" || purpose === "experiment");
    const share = beside.reduce((sum, allocation) => sum + allocation.share, 0);
    return {
      finding: beside.length > 0 ? "good" : "poor",
      says:
        beside.length > 0
          ? `${Number((share * 100).toPrecision(2))}% of the entities are in a holdback or an experiment.`
          : "Nobody is held back and no experiment runs, so that what it brings is not measured.",
      see: `\`alidade release status ${file}\``,
      at: plan.at,
    };
  }),
  defineCell("Is more watched than the money?", ({ system, plans, file }) => {
    const plan = plans.at(-1);
    if (plan === undefined) return noEvidence(`A traffic plan: \`alidade train ${file}\` makes one.`);
    const { objective } = system;
    const metrics = objective.stated ? Object.values(objective.metrics ?? {}) : [];
    const owned = metrics.filter(({ owner }) => owner !== undefined).length;
    const guards = objective.guardrails.length + metrics.filter(({ role }) => role !== "success").length;
    const success = metrics.filter(({ role }) => role === "success").length;
    const owners = metrics.length === 0 ? "" : `; ${outOf(owned, metrics.length)} metrics have an owner`;
    return {
      finding: guards > 0 ? (owned === metrics.length ? "good" : "fair") : "poor",
      says: `${counted(guards, "guardrail")} and ${counted(success, "success metric")} are declared${owners}.`,
      see: `\`alidade check ${file}\``,
      at: plan.at,
    };
  }),
];
