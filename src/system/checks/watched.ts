import { didYouMean } from "../../kernel/index.ts";
import { type Brief, isAnswerPayoff, type Measure, type Quantity } from "../../objective/index.ts";
import type { SystemDefinition } from "../system.ts";
import type { Refuse } from "./form.ts";

type Rule = (system: SystemDefinition, refuse: Refuse) => void;

/** The quantities that a measure is made of. */
function quantitiesOf(measure: Measure): readonly Quantity[] {
  return [...("of" in measure ? [measure.of] : []), ...("over" in measure ? [measure.over] : [])];
}

/** Watched metrics speak of declared outcomes, and of actions of the payoff. */
const metrics: Rule = (system, refuse) => {
  const { objective } = system;
  if (!objective.stated) return;
  for (const [name, { measure }] of Object.entries(objective.metrics ?? {})) {
    const where = `objective.metrics.${name}`;
    for (const quantity of quantitiesOf(measure)) checkQuantity(quantity, { system, where, refuse });
    if (measure.measure === "share") checkShare(measure.of, { system, where, refuse });
  }
};

interface Place {
  readonly system: SystemDefinition;
  readonly where: string;
  readonly refuse: Refuse;
}

function checkQuantity(of: Quantity, { system, where, refuse }: Place): void {
  const { outcomes, contract } = system;
  if (of.quantity === "outcome") {
    const kind = Object.hasOwn(outcomes, of.outcome) ? outcomes[of.outcome]?.kind : undefined;
    if (kind === undefined) refuse(where, `must speak of ${named(of.outcome, Object.keys(outcomes), "outcome")}`);
    if (kind === "text") refuse(where, `must be of a flag or a number. "${of.outcome}" is text`);
  }
  if (of.quantity === "acted" && of.action !== undefined) checkActions([of.action], { system, where, refuse });
  if (of.quantity === "declared") checkActions(Object.keys(of.perAction), { system, where, refuse });
  if ((of.quantity === "judged" || of.quantity === "wrong") && of.among !== undefined)
    if (!Object.hasOwn(contract.fields, of.among.field))
      refuse(where, `must speak of ${named(of.among.field, Object.keys(contract.fields), "field")}`);
}

function checkActions(actions: readonly string[], { system, where, refuse }: Place): void {
  const { payoff } = system.objective;
  if (isAnswerPayoff(payoff)) return;
  const known = Object.keys(payoff);
  for (const action of actions)
    if (!known.includes(action)) refuse(where, `must speak of ${named(action, known, "action")}`);
}

/** A share is of something that happens or not. */
function checkShare(of: Quantity, { system, where, refuse }: Place): void {
  if (of.quantity === "outcome" && system.outcomes[of.outcome]?.kind === "number")
    refuse(where, `is a share, and "${of.outcome}" is a number. Use \`mean("${of.outcome}")\``);
  if (["money", "latency", "cost", "declared", "decisions"].includes(of.quantity))
    refuse(where, `is a share of what happens or not; \`of.${of.quantity}\` is an amount. Use \`mean\``);
}

/** A proxy looks at something that is watched or declared, and its worth lies in its range. */
const proxies: Rule = ({ objective, outcomes }, refuse) => {
  if (!objective.stated) return;
  const known = [...Object.keys(objective.metrics ?? {}), ...Object.keys(outcomes)];
  for (const [name, { of, worth }] of Object.entries(objective.proxies ?? {})) {
    const where = `objective.proxies.${name}`;
    if (!known.includes(of)) refuse(`${where}.of`, `must name ${named(of, known, "watched metric or outcome")}`);
    const [low, high] = worth.range;
    if (!(low <= worth.value && worth.value <= high))
      refuse(`${where}.worth`, `must lie in its range. Got ${worth.value} outside of ${low} to ${high}`);
  }
};

/** Assumptions speak of fields and outcomes that there are. */
const assumptions: Rule = ({ objective, outcomes, contract }, refuse) => {
  for (const [i, { check }] of briefOf(objective).assumptions.entries()) {
    const where = `objective.brief.assumptions.${i}.check`;
    const fields = "fields" in check ? (check.fields ?? []) : [];
    if (check.check === "unique" && fields.length === 0) refuse(where, "must name the fields that make a key");
    requireKnown(fields, { known: contract.fields, what: "field", where, refuse });
    const asked = "outcome" in check && check.outcome !== undefined ? [check.outcome] : [];
    requireKnown(asked, { known: outcomes, what: "outcome", where, refuse });
  }
};

/** A benefit is tracked by a metric that is watched. */
const benefits: Rule = ({ objective }, refuse) => {
  const known = (objective.stated ? objective.metrics : undefined) ?? {};
  for (const [i, { tracked }] of briefOf(objective).benefits.entries()) {
    const where = `objective.brief.benefits.${i}.tracked`;
    requireKnown(tracked === undefined ? [] : [tracked], { known, what: "watched metric", where, refuse });
  }
};

function briefOf(objective: SystemDefinition["objective"]): Required<Pick<Brief, "assumptions" | "benefits">> {
  return { assumptions: [], benefits: [], ...(objective.stated ? objective.brief : undefined) };
}

interface Known {
  readonly known: Readonly<Record<string, unknown>>;
  readonly what: string;
  readonly where: string;
  readonly refuse: Refuse;
}

function requireKnown(names: readonly string[], { known, what, where, refuse }: Known): void {
  for (const name of names)
    if (!Object.hasOwn(known, name)) refuse(where, `must name ${named(name, Object.keys(known), what)}`);
}

/** `an outcome (clicked, bought). Got "cliked". Did you mean …` */
function named(got: string, known: readonly string[], what: string): string {
  const article = /^[aeiou]/.test(what) ? "an" : "a";
  return `${article} ${what} (${shown(known)}). Got "${got}".${didYouMean(got, known)}`;
}

const SHOWN = 12;

function shown(names: readonly string[]): string {
  if (names.length === 0) return "there is none";
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : "";
  return `${names.slice(0, SHOWN).join(", ")}${more}`;
}

/** What has to hold of the parts of an objective beside the money. */
export const WATCHED_RULES: readonly Rule[] = [metrics, proxies, assumptions, benefits];
