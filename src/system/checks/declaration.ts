import { milliseconds } from "../../kernel/index.ts";
import { stakesOf } from "../../objective/index.ts";
import { systemInvalid } from "../errors.ts";
import { checkActionable } from "../fields/actionable.ts";
import { outcomesOf } from "../heads/head.ts";
import { checkMonitoring } from "../monitors.ts";
import { isActing, ruleNodes } from "../parts.ts";
import type { SystemDefinition } from "../system.ts";
import { checkAbout } from "./about.ts";
import { checkAlerts } from "./alerts.ts";
import { ANSWER_RULES } from "./answer.ts";
import { checkBlend } from "./blend.ts";
import { classWeights } from "./class-weights.ts";
import { checkFitted } from "./fitted.ts";
import type { Refuse } from "./form.ts";
import { LOGGED_RULES } from "./logged.ts";
import { checkRetrain } from "./retrain.ts";
import { SERVING_RULES } from "./serving.ts";
import { checkStreams } from "./streams.ts";
import { WATCHED_RULES } from "./watched.ts";

type Rule = (system: SystemDefinition, refuse: Refuse) => void;

/** Checks what the types cannot see, or what a program without types got wrong. Throws `system.invalid`; returns its input. */
export function checkSystem(system: SystemDefinition): SystemDefinition {
  const refuse: Refuse = (where, problem) => {
    throw systemInvalid({ system: system.name, where, problem });
  };
  for (const rule of [...RULES, ...(isActing(system) ? ACTING_RULES : ANSWER_RULES)]) rule(system, refuse);
  return system;
}

const name: Rule = (system, refuse) => {
  if (typeof system.name !== "string" || !/^[a-z][a-z0-9-]{0,62}$/.test(system.name))
    refuse(
      "name",
      `must be 1 to 63 lower-case letters, digits and hyphens, beginning with a letter. Got "${system.name}"`,
    );
};

const fields: Rule = ({ contract, entity, time, slices, dedupe }, refuse) => {
  const named = (where: string, field: string): void => {
    if (!Object.hasOwn(contract.fields, field)) refuse(where, `must be a field of the contract. Got "${field}"`);
  };
  if (entity !== undefined) named("entity", entity);
  if (time !== undefined) named("time", time);
  if (time !== undefined && contract.fields[time]?.kind !== "time")
    refuse("time", `must be a time field. "${time}" is ${contract.fields[time]?.kind}`);
  for (const slice of slices) named("slices", slice);
  for (const field of dedupe?.by ?? []) named("dedupe.by", field);
  if (dedupe?.by.length === 0) refuse("dedupe.by", "must name the fields that make a key");
  if (dedupe?.at === undefined) return;
  named("dedupe.at", dedupe.at);
  if (contract.fields[dedupe.at]?.kind !== "time")
    refuse("dedupe.at", `must be a time field. "${dedupe.at}" is ${contract.fields[dedupe.at]?.kind}`);
};

const outcomes: Rule = ({ outcomes: declared }, refuse) => {
  if (Object.keys(declared).length === 0) refuse("outcomes", "must declare at least one outcome");
  for (const [outcome, { within }] of Object.entries(declared)) {
    if (typeof within !== "string")
      refuse(`outcomes.${outcome}.within`, `must be a duration such as "30d". Got ${String(within)}`);
    milliseconds(within);
  }
};

const pricedOutcome: Rule = ({ outcomes: declared, objective }, refuse) => {
  const names = Object.keys(declared);
  const priced = objective.outcome ?? names[0] ?? "";
  if (objective.outcome === undefined && names.length > 1)
    refuse("objective.outcome", `must name the outcome that the payoff speaks of, one of ${names.join(", ")}`);
  if (declared[priced]?.kind !== "flag")
    refuse(
      "objective.outcome",
      `must name a yes-or-no outcome. "${priced}" is ${declared[priced]?.kind ?? "not declared"}`,
    );
};

const TASK_KINDS = {
  binary: ["flag"],
  multilabel: ["flag"],
  multiclass: ["text"],
  hierarchical: ["text"],
  regression: ["number"],
  ranking: ["number", "flag"],
  blend: ["flag", "number"],
} as const;

/** Where a head names its outcomes, if not as its `label`. */
const PLACES: Readonly<Record<string, string>> = { multilabel: "labels", blend: "of" };

const heads: Rule = ({ heads: declared, outcomes: known }, refuse) => {
  for (const [name, head] of Object.entries(declared)) {
    const kinds: readonly string[] = TASK_KINDS[head.task];
    const where = `heads.${name}.${PLACES[head.task] ?? "label"}`;
    for (const label of outcomesOf(head)) {
      const kind = known[label]?.kind;
      if (kind === undefined)
        refuse(where, `must be a declared outcome (${Object.keys(known).join(", ")}). Got "${label}"`);
      if (!kinds.includes(kind ?? ""))
        refuse(where, `must be a ${kinds.join(" or ")} outcome for a ${head.task} head. "${label}" is ${kind}`);
    }
  }
};

/** Tasks that give one number for every row. */
const ONE_NUMBER: readonly string[] = ["binary", "regression", "ranking", "blend"];

const weights: Rule = ({ weights: declared, heads: known, policy: { policy: kind } }, refuse) => {
  for (const [head, { start, min, max }] of Object.entries(declared)) {
    if (known[head] === undefined)
      refuse(`weights.${head}`, `must name a head (${Object.keys(known).join(", ") || "there is none"})`);
    if (!(min <= start && start <= max))
      refuse(`weights.${head}`, `must start inside its bounds. Got start ${start} in [${min}, ${max}]`);
  }
  if (kind !== "act-if" && kind !== "rank-by") return;
  for (const [head, { task }] of Object.entries(known))
    if (ONE_NUMBER.includes(task) && declared[head] === undefined)
      refuse(`weights.${head}`, "is missing: every head with one output has a weight");
};

const yesWeights: Rule = ({ heads: known }, refuse) => {
  for (const [name, head] of Object.entries(known)) {
    if (!("yesWeight" in head) || head.yesWeight === undefined) continue;
    const where = `heads.${name}.yesWeight`;
    if (!(Number.isFinite(head.yesWeight) && head.yesWeight > 0))
      refuse(where, `must be a number above 0. Got ${head.yesWeight}`);
    if (head.calibration === "none")
      refuse(
        where,
        'needs a calibration, or the probability would be off: leave `calibration` out, or make it "platt"',
      );
  }
};

const validation: Rule = ({ heads: known }, refuse) => {
  for (const [name, { validation: share }] of Object.entries(known))
    if (share !== undefined && !(share > 0 && share <= 0.5))
      refuse(`heads.${name}.validation`, `must be a share above 0 and at most 0.5. Got ${share}`);
};

const blends: Rule = ({ heads: known, outcomes: declared }, refuse) => {
  for (const [name, head] of Object.entries(known))
    if (head.task === "blend") checkBlend(name, head, { declared, refuse });
};

const features: Rule = ({ features: nodes }, refuse) => {
  if (Object.keys(nodes).length === 0) refuse("features", "must declare at least one feature");
  for (const [feature, node] of Object.entries(nodes))
    if (node.kind === "time")
      refuse(`features.${feature}`, "must be a number, a flag or text; take a part of a time, such as its hour");
};

const rule: Rule = (system, refuse) => {
  for (const [name, { kind }] of Object.entries(ruleNodes(system)))
    if (kind !== "flag" || name !== "rule") refuse("rule", `must be true or false. Got ${kind}`);
};

const policy: Rule = ({ policy: declared, objective, heads: known, outcomes: events }, refuse) => {
  stakesOf(objective);
  const priced = objective.outcome ?? Object.keys(events)[0];
  const labels = Object.values(known).flatMap(outcomesOf);
  for (const [name, { task }] of Object.entries(known))
    if (task === "ranking")
      refuse(`heads.${name}`, "orders the candidates of a list; a system that acts or not has none. Use `rankBy`");
  if (
    declared.policy === "act-if" &&
    declared.threshold === "from-payoff" &&
    labels.length > 0 &&
    (labels.length > 1 || labels[0] !== priced)
  )
    refuse(
      "policy.threshold",
      `can come from the payoff only when one head predicts "${priced}". Give a number for a score of ${labels.length} heads`,
    );
};

const costs: Rule = ({ objective }, refuse) => {
  const actions = Object.keys(objective.payoff);
  for (const action of Object.keys(objective.cost))
    if (!actions.includes(action))
      refuse(`objective.cost.${action}`, `names no action of the payoff (${actions.join(", ")})`);
};

const effect: Rule = ({ objective, outcomes: events }, refuse) => {
  const priced = objective.outcome ?? Object.keys(events)[0] ?? "";
  const isChanged = events[priced]?.changedByActing === true;
  if (objective.stated && isChanged && objective.effect === undefined)
    refuse(
      "objective.effect",
      "is needed, because acting changes the outcome: say what acting achieves, as in `assumed(0.2, [0.05, 0.4])`",
    );
  if (!isChanged && objective.effect !== undefined)
    refuse(
      "objective.effect",
      `says what acting achieves, but \`outcomes.${priced}.changedByActing\` is false: acting changes nothing. One of the two must change: set that to true, or leave the effect out`,
    );
};

const shares: Rule = ({ holdback, evaluation }, refuse) => {
  if (!(holdback >= 0 && holdback < 1)) refuse("holdback", `must be a share in [0, 1). Got ${holdback}`);
  if (!(Number.isSafeInteger(evaluation.folds) && evaluation.folds >= 2 && evaluation.folds <= 20))
    refuse("evaluation.folds", `must be a whole number from 2 to 20. Got ${evaluation.folds}`);
  if (!(evaluation.newest > 0 && evaluation.newest < 1))
    refuse("evaluation.newest", `must be a share in (0, 1). Got ${evaluation.newest}`);
};

const RULES: readonly Rule[] = [
  ...[name, fields, features, outcomes, heads, weights, yesWeights, classWeights, blends, validation, shares],
  checkActionable,
  checkAbout,
  ...LOGGED_RULES,
  checkStreams,
  checkFitted,
  checkMonitoring,
  checkAlerts,
  checkRetrain,
  ...SERVING_RULES,
  ...WATCHED_RULES,
];
const ACTING_RULES: readonly Rule[] = [pricedOutcome, rule, costs, policy, effect];
