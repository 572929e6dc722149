import type { Among, Quantity } from "../../objective/index.ts";
import { isFailed } from "../../records/index.ts";
import { isActing, type SystemDefinition, targetsOf } from "../../system/index.ts";
import type { JoinedDecision } from "./joined.ts";
import { moneyOf, type PricedSystem } from "./money-of.ts";

/** The number that a decision brings; null where it has none, or none yet. */
export type ReadQuantity = (joined: JoinedDecision) => number | null;

/** What quantities ask of a system. */
export type QuantifiedSystem = PricedSystem & Pick<SystemDefinition, "outcomes">;

/** The outcomes whose windows must have closed before a quantity is known. */
export function outcomesBehind(system: QuantifiedSystem, { quantity, ...rest }: Quantity): readonly string[] {
  if (quantity === "outcome") return "outcome" in rest ? [rest.outcome] : [];
  return quantity === "money" || quantity === "judged" || quantity === "wrong" ? targetsOf(system) : [];
}

/** Reads one quantity off decisions. `silence`: what a number is that nobody reported. */
export function readerOf(system: QuantifiedSystem, of: Quantity, silence: 0 | null): ReadQuantity {
  switch (of.quantity) {
    case "money":
      return moneyOf(system);
    case "decisions":
      return () => 1;
    case "acted":
      return ({ decision: { body } }) =>
        Number(of.action === undefined ? body.acted : (body.action ?? body.answer) === of.action);
    case "outcome":
      return outcomeValue(of.outcome, silence);
    case "latency":
      return ({ decision }) => decision.body.took;
    case "fallback":
      return ({ decision: { body } }) => Number(body.level !== undefined && body.level !== "parent");
    case "failed":
      return ({ decision }) => Number(isFailed(decision.body));
    case "explained":
      return ({ decision }) => Number(decision.body.reasons.length > 0);
    case "cost":
      return amountOf(system.objective.cost);
    case "declared":
      return amountOf(of.perAction);
    default:
      return verdictOf(system, of.quantity, of.among);
  }
}

function outcomeValue(outcome: string, silence: 0 | null): ReadQuantity {
  return ({ told }) => {
    const found = told[outcome];
    if (found === undefined || typeof found.value === "string") return null;
    return found.value === null ? silence : Number(found.value);
  };
}

/** What is given for the action, or the label; nothing for another. */
function amountOf(amounts: Readonly<Partial<Record<string, number>>>): ReadQuantity {
  return ({ decision: { body } }) => {
    const said = body.action ?? body.answer;
    return typeof said === "string" ? (amounts[said] ?? 0) : null;
  };
}

function verdictOf(system: QuantifiedSystem, asks: "judged" | "wrong", among: Among | undefined): ReadQuantity {
  const isWrong = wrongIn(system);
  return (joined) => {
    const { given } = joined.decision.body;
    if (among !== undefined && given[among.field] !== among.is) return 0;
    const wrong = isWrong(joined);
    if (wrong === undefined) return null;
    return wrong === null ? 0 : Number(asks === "judged" || wrong);
  };
}

/** Whether a decision was wrong; null where nobody can say, undefined while nobody can say yet. */
function wrongIn(system: QuantifiedSystem): (joined: JoinedDecision) => boolean | null | undefined {
  const target = targetsOf(system)[0] ?? "";
  const changed = system.outcomes[target]?.changedByActing === true;
  const acting = isActing(system as SystemDefinition);
  return ({ decision: { body }, told }) => {
    const found = told[target];
    if (found === undefined) return undefined;
    if (acting) return changed && body.acted ? null : body.acted !== (found.value === true);
    return typeof found.value === "string" && typeof body.answer === "string" ? body.answer !== found.value : null;
  };
}
