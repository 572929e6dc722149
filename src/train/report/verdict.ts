import type { GateReason } from "../../evaluate/index.ts";
import { isInsufficient } from "../../kernel/index.ts";
import type { Verdict } from "../../report/index.ts";
import { counted } from "../check/counted.ts";
import type { Facts } from "./facts.ts";
import { clause, DECISIONS, moreOrLess, PER_DECISIONS, type Rival, rivalWords } from "./wording.ts";

const OPENINGS = {
  pass: { tone: "good", text: "May be released" },
  refuse: { tone: "bad", text: "Refused" },
  insufficient: { tone: "unknown", text: "No verdict" },
} as const;

/** The gate's word for a business person: one sentence, in money where there is any. */
export function verdictOf(facts: Facts): Verdict {
  const { gate } = facts.result;
  const { tone, text } = OPENINGS[gate.verdict];
  const why = gate.verdict === "pass" ? gainWords(facts) : decidingWords(facts);
  return { tone, text: `${text}: ${why}.` };
}

/** The gain over what is served now: the model in use, else the rule. */
function gainWords(facts: Facts): string {
  const { over } = facts.result.judgement;
  const rival: Rival = over.champion === null ? "rule" : "champion";
  const gain = over[rival] ?? over.rule;
  if (isInsufficient(gain)) return "nothing speaks against it";
  const than = rivalWords(rival, facts.result);
  const amount = moreOrLess(gain.value, DECISIONS, facts.result.currency);
  return `it earns about ${amount} ${PER_DECISIONS} than ${than}${proviso(facts)}`;
}

function proviso({ system, result }: Facts): string {
  if (result.basis === "measured") return "";
  return system.objective.effect === undefined ? "" : ", if acting has the effect that is assumed";
}

/** How many reasons a verdict spells out. */
const MOST = 2;

function decidingWords(facts: Facts): string {
  const { reasons, verdict } = facts.result.gate;
  const deciding = reasons.filter(({ finding }) => finding === verdict);
  const phrases = [...new Set(deciding.map((reason) => reasonWords(reason, facts)))];
  const more = phrases.length - MOST;
  return [
    ...phrases.slice(0, MOST),
    ...(more > 0 ? [`and ${counted(more, "more reason")}, listed under the gate`] : []),
  ].join("; ");
}

function reasonWords({ code, finding, message }: GateReason, facts: Facts): string {
  const [kind, name = ""] = code.split(".");
  if (kind === "value") return valueWords(name.replace("over-", "") as Rival, finding, facts);
  switch (code) {
    case "objective.unstated":
      return "nobody has said what these decisions are worth";
    case "heads.none":
      return "no model is declared, so the rule is what is served";
    case "calibration.slope":
      return finding === "refuse"
        ? "its probabilities cannot be believed"
        : "whether its probabilities can be believed is not known";
    case "slice.worse-than-rule":
      return `${harmedWords(facts)} it earns less than the rule`;
    case "guardrail.latency":
      return "it is too slow";
    default:
      return clause(message);
  }
}

function valueWords(rival: Rival, finding: GateReason["finding"], { result }: Facts): string {
  const gain = result.judgement.over[rival];
  const than = rivalWords(rival, result);
  if (gain !== null && isInsufficient(gain) && gain.reason === "zero-variance")
    return `it decides exactly as ${than} does`;
  if (gain === null || isInsufficient(gain)) return `there are too few data to compare it with ${than}`;
  if (gain.high < 0)
    return `it earns about ${moreOrLess(gain.value, DECISIONS, result.currency)} ${PER_DECISIONS} than ${than}`;
  if (finding === "refuse") return `it does not show any gain over ${than}`;
  return `it probably earns more than ${than}, but the data cannot show it yet`;
}

function harmedWords({ result }: Facts): string {
  const harmed = result.gate.reasons.filter(({ code }) => code === "slice.worse-than-rule").length;
  return `in ${counted(harmed, "part")} of the data`;
}
