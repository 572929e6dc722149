import { isInsufficient, wordInsufficient } from "../../kernel/index.ts";
import { wordCost, wordDays, wordEstimate } from "../words.ts";
import type { FeasibilityCase } from "./feasibility-case.ts";
import { type Need, need } from "./need.ts";

/** Whether it stays within the money that may be spent, is worth it, and can be proved before the deadline. */
export function moneyNeeds(all: FeasibilityCase): readonly Need[] {
  return [...budgetNeeds(all), ...worthNeeds(all), ...proofNeeds(all)];
}

function budgetNeeds({ system: { objective }, costs }: FeasibilityCase): readonly Need[] {
  const budget = objective.stated ? objective.requirements?.budget : undefined;
  const parts = [
    { of: "build", name: "Building within the budget", limit: budget?.build, cost: costs.build },
    { of: "year", name: "Running within the budget", limit: budget?.perYear, cost: costs.perYear },
  ];
  return parts.flatMap(({ of, name, limit, cost }): readonly Need[] => {
    if (limit === undefined) return [];
    const { currency } = objective;
    return [
      need({
        code: `money.budget-${of}`,
        area: "money",
        name,
        needed: `${wordCost(limit, currency)}${of === "year" ? " a year" : ""} at most`,
        found:
          cost === null
            ? "not known: nobody has said what it would cost"
            : `${wordCost(cost, currency)}${of === "year" ? " a year" : ""}`,
        status: cost === null ? "unknown" : cost <= limit ? "met" : "gap",
        options: [
          "Simpler algorithm: the rule costs next to nothing to keep.",
          "Narrow: fewer features, fewer places, one head.",
          "Third party: a service, if its price by decision is lower.",
        ],
      }),
    ];
  });
}

/** A year's gain over the rule against what a year costs: as said, or the whole budget where nobody said. */
function worthNeeds({ system: { objective }, costs, yearly }: FeasibilityCase): readonly Need[] {
  const budget = objective.stated ? objective.requirements?.budget?.perYear : undefined;
  const cost = costs.perYear ?? budget;
  if (cost === undefined || yearly === null || isInsufficient(yearly)) return [];
  const { currency } = objective;
  const said = costs.perYear === null ? ", the whole budget" : "";
  return [
    need({
      code: "money.upkeep",
      area: "money",
      name: "A gain over the rule that pays its upkeep",
      needed: `more than ${wordCost(cost, currency)} a year${said}`,
      found: `${wordEstimate(yearly, { currency })} a year`,
      status: yearly.low > cost ? "met" : yearly.high < cost ? "gap" : "unknown",
      options: [
        "Simpler: keep the rule, which needs no training and no watching.",
        "Narrow: decide only where most is at stake.",
        "Get data: features that tell more.",
      ],
    }),
  ];
}

const DAY = 86_400_000;

/** Whether an experiment can end before the day by which the target is due. */
function proofNeeds({ system: { objective }, days, now }: FeasibilityCase): readonly Need[] {
  if (!objective.stated || days === null || now === undefined) return [];
  const left = Math.floor((Date.parse(`${objective.by}T00:00:00Z`) - now) / DAY);
  const unknown = isInsufficient(days);
  return [
    need({
      code: "proof.experiment",
      area: "proof",
      name: "Proved before the deadline",
      needed:
        left > 0
          ? `an experiment of ${wordDays(left)} at most, to ${objective.by}`
          : `an end before ${objective.by}, which has passed`,
      found: unknown ? wordInsufficient(days) : `${wordDays(days)} against the declared rule`,
      status: unknown ? "unknown" : days <= left ? "met" : "gap",
      options: [
        "More decisions a day: more places, or a longer time.",
        "Narrow: a proxy that moves sooner, once it is known what it is worth.",
        "Prove the gain over acting on nobody first, which is larger, and say that the rule may gain as much.",
        "A later date in the objective, with the reason.",
      ],
    }),
  ];
}
