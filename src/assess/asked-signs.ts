import { fieldsOf } from "../features/index.ts";
import { isInsufficient } from "../kernel/index.ts";
import type { Objective } from "../objective/index.ts";
import { ruleNodes, type SystemDefinition } from "../system/index.ts";
import type { GainsInMoney } from "./gain-rows.ts";
import type { Sign } from "./signs.ts";
import { capitalised, stopless, wordCost, wordEstimate } from "./words.ts";

/** What the data cannot tell: asked of people, or told where the brief has it. */
export function askedSigns(system: SystemDefinition): readonly Sign[] {
  const { objective, time } = system;
  return [ON_RECORD, useSign(objective), wrongSign(objective), ...(time === undefined ? [CHANGE] : [])];
}

const ON_RECORD: Sign = {
  code: "ask.on-record",
  name: "Retrieval or reporting",
  says: "ask",
  message:
    "Is the answer on record somewhere when it is asked for? Then a query or a report gives it, and nothing has to be learned.",
};

const CHANGE: Sign = {
  code: "ask.change",
  name: "Change over time",
  says: "ask",
  message: "Will tomorrow be like these rows? No field is declared as their `time`, so nothing here can tell.",
};

function briefOf(objective: Objective): NonNullable<Extract<Objective, { stated: true }>["brief"]> {
  return (objective.stated ? objective.brief : undefined) ?? {};
}

function useSign(objective: Objective): Sign {
  const told = (briefOf(objective).stakeholders ?? []).flatMap(({ role, decides }) =>
    decides === undefined ? [] : [`${capitalised(role)}: ${stopless(decides)}`],
  );
  return {
    code: "ask.use",
    name: "What is done with it",
    says: told.length > 0 ? "neither" : "ask",
    message:
      told.length > 0
        ? `The brief says what is decided with it. ${told.join("; ")}.`
        : "Who does what differently because of it? An answer that changes nothing is worth nothing.",
  };
}

function wrongSign(objective: Objective): Sign {
  const known = briefOf(objective).ifWrong ?? [];
  const grave = known.filter(({ severity }) => severity === "high");
  const said =
    grave.length === 0
      ? "none of them grave"
      : `grave is ${grave.map(({ of, follows }) => `a ${of} (${stopless(follows)})`).join("; ")}`;
  return {
    code: "ask.wrong",
    name: "Wrong results",
    says: known.length > 0 ? "neither" : "ask",
    message:
      known.length > 0
        ? `The brief says what follows from a wrong one: ${known.length === 1 ? "one consequence" : `${known.length} consequences`}; ${said}.`
        : "What follows from a wrong one, and can it be undone? A model is wrong in a known share of cases, a person decides what may hang on it.",
  };
}

/** What a model's upkeep costs against the rule's, which needs no training and no watching. `worth` is null where nothing was fitted. */
export function upkeepSign(system: SystemDefinition, worth: GainsInMoney | null): readonly Sign[] {
  if (!system.objective.stated || worth === null) return [];
  const base = { code: "upkeep", name: "Upkeep against the rule" };
  const { perYear, breakEven, currency } = worth;
  const kept = keptWords(system);
  const rule = "A rule needs no training, no watching and no training anew.";
  if (perYear === null || isInsufficient(perYear.overRule))
    return [
      {
        ...base,
        says: "ask",
        message: `${rule} What a model gains over it in a year is not known, so neither is what its upkeep may cost.${kept}`,
      },
    ];
  const { overRule } = perYear;
  const gain = wordEstimate(overRule, { currency });
  if (breakEven === null) {
    const most =
      overRule.high > 0
        ? `A model may cost ${gain} a year more than that, its gain over the rule. Would it cost less?`
        : "A model gains nothing over it, so any upkeep is too much.";
    return [{ ...base, says: overRule.high > 0 ? "ask" : "against", message: `${rule} ${most}${kept}` }];
  }
  const says =
    overRule.low > breakEven.costPerYear ? "for" : overRule.high < breakEven.costPerYear ? "against" : "neither";
  const cost = wordCost(breakEven.costPerYear, currency);
  return [
    { ...base, says, message: `${rule} A model gains ${gain} a year over it, and would cost ${cost} a year.${kept}` },
  ];
}

/** What it costs to keep the features that the rule does not read, where somebody said. */
function keptWords({ about = {}, features, rule, objective }: SystemDefinition): string {
  const read = new Set(Object.values(ruleNodes({ rule })).flatMap(fieldsOf));
  const cost = Object.entries(features)
    .filter(([, node]) => !fieldsOf(node).every((field) => read.has(field)))
    .reduce((sum, [name]) => sum + (about[name]?.keep ?? 0), 0);
  return cost === 0
    ? ""
    : ` The features that the rule does not read cost ${wordCost(cost, objective.currency)} a year to keep, as declared.`;
}
