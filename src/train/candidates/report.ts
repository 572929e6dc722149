import { isInsufficient, known } from "../../kernel/index.ts";
import {
  commandLine,
  type Document,
  estimate,
  formatNumber,
  quantity,
  type Section,
  table,
  type Unit,
  type Value,
} from "../../report/index.ts";
import { type Estimated, mapEstimate } from "../../stats/index.ts";
import { counted } from "../check/counted.ts";
import type { Lead } from "../search/lead.ts";
import { learnerSnippet } from "../search/snippet.ts";
import type { CandidatesResult, CandidateWorth } from "./result.ts";

/** The candidates of a head for people: the loss of each, then the money by every way to answer. */
export function candidatesDocument(result: CandidatesResult): Document {
  const { id, system, head, candidates, seconds } = result;
  return {
    title: `Candidates for ${head} of ${system}`,
    subtitle: `${id}: ${counted(candidates.length, "candidate")}, ${formatNumber(Math.round(seconds * 1_000), "duration")}`,
    verdict: { tone: "neutral", text: verdictText(result) },
    summary: [],
    sections: [learningSection(result), ...moneySection(result)],
  };
}

function verdictText(result: CandidatesResult): string {
  const { lead, candidates, objective } = result;
  if (lead === null) return "";
  const who = known(candidates[lead.candidate], "the first candidate");
  const name = shortName(result, who);
  const earned = who.ways.find(({ way }) => way === lead.way)?.perDecision;
  const how = lead.way === "" ? "" : `, giving ${lead.way},`;
  const what =
    earned === undefined
      ? `${name} has the least ${objective ?? "loss"}`
      : `${name}${how} earns most: ${money(earned, result.currency)} per 1,000 decisions`;
  return `${what}${certaintyText(result, lead)}`;
}

/** Whether it wins, by the rival that comes closest. */
function certaintyText(result: CandidatesResult, { closest, isClear, by }: Lead): string {
  if (closest === null) return ".";
  const rival = shortName(result, known(result.candidates[closest.candidate], "the closest rival"));
  const ahead = isInsufficient(closest.gain)
    ? ""
    : `, by ${rangeText(closest.gain, by, result.currency)} over ${rival}`;
  return isClear
    ? `. It wins: it is ahead of every other candidate on the same rows${ahead} at the least (95%).`
    : `. There is no winner: on the same rows ${rival} may be as good${ahead === "" ? "" : ` (ahead${ahead}, 95%)`}.`;
}

function rangeText(
  { low, high }: { readonly low: number; readonly high: number },
  by: Lead["by"],
  currency: string,
): string {
  const one = (gain: number): string =>
    by === "money" ? formatNumber(1_000 * gain, { currency }) : String(Number(gain.toPrecision(3)));
  return `${one(low)} to ${one(high)}`;
}

function money(found: Estimated, currency: string): string {
  return isInsufficient(found) ? "too little is known" : formatNumber(1_000 * found.value, { currency });
}

/** The learner's name; with its number, where two have the same. */
function shortName({ candidates }: CandidatesResult, candidate: CandidateWorth): string {
  const { learner, base } = candidate.learner;
  const inner = base === undefined || Array.isArray(base) ? "" : `(${(base as CandidateWorth["learner"]).learner})`;
  const twins = candidates.filter((one) => one.learner.learner === learner);
  const isVector = candidate.learner.params.multiOutput === "vector";
  const which = twins.length > 1 && !isVector ? ` ${candidates.indexOf(candidate) + 1}` : "";
  return `${learner}${inner}${isVector ? " of the whole vector" : ""}${which}`;
}

function learningSection(result: CandidatesResult): Section {
  const { candidates, objective, rows } = result;
  const cells = candidates.map((one) => [
    shortName(result, one),
    one.loss === null ? "" : shown(one.loss, "number"),
    one.gain === null ? "" : shown(one.gain, "number"),
    quantity(one.took, "duration"),
  ]);
  return {
    title: "How well and how fast they learn",
    lead: `On ${formatNumber(rows, "count")} rows that none of them had seen. The gain is over the first one, paired row by row; above 0 is better.`,
    blocks: [
      table(["Candidate", objective ?? "Loss", "Gain", "Learning"], cells),
      ...candidates.map(({ learner }) => commandLine(`learner: ${learnerSnippet(learner)}`)),
    ],
  };
}

function moneySection(result: CandidatesResult): readonly Section[] {
  const { candidates, currency } = result;
  const ways = candidates[0]?.ways ?? [];
  if (ways.length === 0) return [];
  const rows = ways.map(({ way }, i) => [
    way === "" ? "as the policy answers" : way,
    ...candidates.map((one): Value => {
      const found = one.ways[i]?.perDecision;
      return found === undefined
        ? ""
        : shown(isInsufficient(found) ? found : mapEstimate(found, perThousand), { currency });
    }),
  ]);
  return [
    {
      title: "What the answers earn, per 1,000 decisions",
      lead: "Rows are ways to choose how many labels are given, columns the candidates; the same unseen rows everywhere.",
      blocks: [table(["Given", ...candidates.map((one) => shortName(result, one))], rows)],
    },
  ];
}

function perThousand(amountOf: number): number {
  return 1_000 * amountOf;
}

function shown(found: Estimated, unit: Unit): Value {
  if (isInsufficient(found)) return found;
  return estimate(
    mapEstimate(found, (value) => Number(value.toPrecision(4))),
    unit,
  );
}
