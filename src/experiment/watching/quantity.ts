import type { Among, Quantity } from "../../objective/index.ts";
import { type DecisionBody, type DecisionRecord, isFailed } from "../../records/index.ts";
import { isActing, type SystemDefinition } from "../../system/index.ts";
import type { Aftermath } from "../journal-readout/aftermath.ts";
import { type PricedSystem, pricedOutcome } from "../journal-readout/pricer.ts";
import type { Label } from "../journal-readout/units.ts";

/** What a decision's quantities are read from. */
export interface QuantitySource {
  readonly system: PricedSystem;
  readonly aftermath: Aftermath;
}

/** A quantity in one word or a few: `money`, `outcome:clicked`, `acted:mail`. */
export function nameOf(quantity: Quantity): string {
  switch (quantity.quantity) {
    case "outcome":
      return `outcome:${quantity.outcome}`;
    case "acted":
      return quantity.action === undefined ? "acted" : `acted:${quantity.action}`;
    case "declared":
      return `declared:${JSON.stringify(quantity.perAction)}`;
    case "judged":
    case "wrong":
      return `${quantity.quantity}${quantity.among === undefined ? "" : `:${quantity.among.field}=${quantity.among.is}`}`;
    default:
      return quantity.quantity;
  }
}

/** The fields of the contract that a quantity asks for. */
export function fieldsIn(quantity: Quantity): readonly string[] {
  const isJudging = quantity.quantity === "judged" || quantity.quantity === "wrong";
  return isJudging && quantity.among !== undefined ? [quantity.among.field] : [];
}

/** What one decision brings of a quantity. Null: not known yet, or nobody told. */
export function readQuantity(quantity: Quantity, decision: DecisionRecord, source: QuantitySource): number | null {
  const { body } = decision;
  switch (quantity.quantity) {
    case "money":
      return source.aftermath.money(decision);
    case "decisions":
      return 1;
    case "acted":
      return Number(quantity.action === undefined ? body.acted : (body.action ?? body.answer) === quantity.action);
    case "outcome":
      return numberOf(source.aftermath.label(decision, quantity.outcome), source.system.outcomes[quantity.outcome]);
    case "latency":
      return body.took;
    case "fallback":
      return Number(body.level !== undefined && body.level !== "parent");
    case "failed":
      return Number(isFailed(body));
    case "explained":
      return Number(body.reasons.length > 0);
    case "cost":
      return amountOf(body, source.system.objective.cost);
    case "declared":
      return amountOf(body, quantity.perAction);
    case "judged":
      return judged({ among: quantity.among, say: () => 1 }, decision, source);
    case "wrong":
      return judged({ among: quantity.among, say: Number }, decision, source);
  }
}

/** A flag's silence is a no, and has become `false` by then; of a number, that is no value. */
function numberOf(label: Label, outcome: PricedSystem["outcomes"][string] | undefined): number | null {
  if (label.state === "pending") return null;
  const { value } = label;
  if (outcome?.kind === "number") return typeof value === "number" ? value : null;
  return typeof value === "boolean" ? Number(value) : null;
}

/** What is given for the action, or the label; nothing for another. */
function amountOf(body: DecisionBody, amounts: Readonly<Partial<Record<string, number>>>): number | null {
  const said = body.action ?? body.answer;
  return typeof said === "string" ? (amounts[said] ?? 0) : null;
}

interface Judging {
  readonly among: Among | undefined;
  say(wrong: boolean): number;
}

/** What is said of a decision whose truth is known, by whether it was wrong; 0 of one that nobody can judge. */
function judged(
  { among, say }: Judging,
  decision: DecisionRecord,
  { system, aftermath }: QuantitySource,
): number | null {
  const { body } = decision;
  if (among !== undefined && body.given[among.field] !== among.is) return 0;
  const target = pricedOutcome(system);
  const label = aftermath.label(decision, target);
  if (label.state === "pending") return null;
  if (isActing(system as SystemDefinition)) {
    const hidden = system.outcomes[target]?.changedByActing === true && body.acted;
    return hidden ? 0 : say(body.acted !== (label.value === true));
  }
  const isLabel = typeof label.value === "string" && typeof body.answer === "string";
  return isLabel ? say(body.answer !== label.value) : 0;
}
