import { isInsufficient } from "../../../kernel/index.ts";
import { intervalOf, predictionSet } from "../../../model/index.ts";
import { formatNumber } from "../../../report/index.ts";
import { targetsOf } from "../../../system/index.ts";
import type { AnswerFact } from "../../answers/race.ts";
import type { AnswerFacts } from "../facts.ts";
import { share, spelled, wordExtract } from "../wording.ts";

/** What the system answers, of whom, and by which measure. */
export function whatIsAnswered({ system, outcome, head }: AnswerFacts): string {
  const { policy, outcomes } = system;
  const known = outcomes[outcome] === undefined ? "" : ` (known within ${spelled(outcomes[outcome].within)})`;
  const who = system.entity ?? "row";
  switch (policy.policy) {
    case "pick-label":
      return `For each ${who} the system answers with one of the ${head?.classes.length ?? 0} values of “${outcome}”${known}: the one that is worth most in expectation${policy.coverage === undefined ? "" : `, with a set of labels that is to hold the true one ${share(policy.coverage)} of the time`}.`;
    case "pick-labels":
      return `For each ${who} the system gives any of the labels ${listed(targetsOf(system))}${known}: ${wordExtract(policy.extract)}.`;
    case "pick-value":
      return `For each ${who} the system answers with a value of “${outcome}”${known}: the one that loses least in expectation, with an interval that is to hold the truth ${share(policy.coverage)} of the time.`;
    case "rank-by":
      return `For each ${policy.list} the system orders what competes by how much “${outcome}”${known} it expects, and shows the first ${policy.top}.`;
  }
}

function listed(names: readonly string[]): string {
  const quoted = names.map((name) => `“${name}”`);
  return quoted.length < 2 ? quoted.join("") : `${quoted.slice(0, -1).join(", ")} and ${quoted.at(-1)}`;
}

/** How good the answers are, beside the rule's; and where the rows are too few for the coverage that was asked for. */
export function howGoodWords(facts: AnswerFacts): string {
  return facts.result.models.length === 0 ? "" : `${rightWords(facts)}${uncoveredWords(facts)}`;
}

function rightWords({ system, result }: AnswerFacts): string {
  const { model, rule } = result.judgement;
  const of = (name: string): Pair => [find(model.facts, name), find(rule.facts, name)];
  switch (system.policy.policy) {
    case "pick-label":
      return beside("It is right in", of("Right"), "of the decisions, where the rule is in");
    case "pick-labels": {
      const [given] = of("Labels given");
      const [precise, byRule] = of("Of these true");
      return `It gives ${given} labels on average; ${precise} of them are true, of the rule's ${byRule}. It finds ${of("True ones found")[0]} of the true ones.`;
    }
    case "pick-value":
      return beside("It is off by", of("Off by, on average"), "on average, where the rule is by");
    case "rank-by":
      return beside(
        "What it shows adds up to a relevance of",
        of("Relevance shown"),
        "on average, where the rule's does to",
      );
  }
}

/** That no set or interval can be given, and how many unseen rows one would need; nothing where one can. */
function uncoveredWords({ system: { policy }, head }: AnswerFacts): string {
  if (head === null || (policy.policy !== "pick-label" && policy.policy !== "pick-value")) return "";
  const { coverage } = policy;
  if (coverage === undefined) return "";
  const isLabel = policy.policy === "pick-label";
  const shares = head.classes.map(() => 1 / head.classes.length);
  const found = isLabel ? predictionSet(head.model, shares, coverage) : intervalOf(head.model, 0, coverage);
  if (!isInsufficient(found)) return "";
  const what = isLabel ? "set of labels" : "interval";
  const rows =
    found.need === undefined ? "" : `: it takes ${found.need} rows that no model saw, and there are ${found.have}`;
  return ` No ${what} comes with an answer, because the rows are too few to promise ${share(coverage)}${rows}.`;
}

type Pair = readonly [model: string, rule: string];

function beside(start: string, [model, rule]: Pair, middle: string): string {
  return `${start} ${model} ${middle} ${rule}.`;
}

function find(facts: readonly AnswerFact[], name: string): string {
  const fact = facts.find((one) => one.name === name);
  if (fact === undefined || fact.value === null) return "none";
  return fact.unit === "percent" ? share(fact.value) : formatNumber(Number(fact.value.toPrecision(3)), "number");
}
