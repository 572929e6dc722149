import { type CellDefinition, counted, defineCell, graded, noEvidence, outOf } from "./cell.ts";

const BY_GATE = { good: 0.9, fair: 0.5 };

/** Automation: what a program can decide by rule, no person has to. */
export const automation: readonly CellDefinition[] = [
  defineCell("Do gates decide what may serve?", ({ runs, history, system, file }) => {
    const judged = runs.filter(({ facts }) => typeof facts.gate === "string");
    const last = judged.at(-1);
    if (last === undefined) return noEvidence(`A training that was judged: \`alidade train ${file}\`.`);
    const overridden = history.filter(({ what }) => what === "gate.overridden").length;
    return {
      finding: graded(1 - overridden / judged.length, BY_GATE),
      says: `${counted(judged.length, "training")} judged by the gate, which people set aside ${overridden === 1 ? "once" : `${overridden} times`}.`,
      see: `\`alidade models ${system.name}\``,
      at: last.startedAt,
    };
  }),
  defineCell("Do releases grow by themselves?", ({ plans, system, file }) => {
    const canaries = plans.filter(({ ramp }) => ramp !== undefined);
    const last = canaries.at(-1);
    if (last === undefined)
      return noEvidence(
        `A release that grows, and is taken back, by itself: \`alidade release ${file} <model> --canary\`.`,
      );
    const steps = canaries.filter(({ by }) => by === "alidade").length;
    return {
      finding: steps > 0 ? "good" : "fair",
      says: `${outOf(steps, canaries.length)} steps of canaries were made by a server, not by a person.`,
      see: `\`alidade history ${system.name}\``,
      at: last.at,
    };
  }),
];
