import { isInsufficient, known } from "../../kernel/index.ts";
import type { DecisionRecord, OutcomeRecord } from "../../records/index.ts";
import { formatNumber } from "../../report/index.ts";
import { type DesignReading, toneOfFound, wordFinding } from "../designs/reading.ts";
import { preferenceOf, type TeamCredit } from "./preference.ts";

/** An interleaved experiment's decisions and the system's outcomes. */
export interface InterleavedCase {
  readonly experiment: string;
  readonly decisions: readonly DecisionRecord[];
  readonly outcomes: readonly OutcomeRecord[];
  /** Name of the outcome that gives credit. */
  readonly outcome: string;
  /** How long after a decision an outcome counts, milliseconds. */
  readonly within: number;
  readonly level?: number | undefined;
}

/**
 * Credits every outcome of a shown candidate to the release that put it there: 1 for a yes, its number otherwise; each
 * candidate of a list once. Units without any outcome count as no preference.
 */
export function teamCredits(found: Omit<InterleavedCase, "experiment" | "level">): ReadonlyMap<string, TeamCredit> {
  const { decisions, outcomes, outcome, within } = found;
  const shown = shownBy(decisions);
  const credits = new Map([...shown.values()].map(({ unit }) => [unit, { control: 0, treatment: 0 }]));
  for (const { body } of outcomes) {
    const from = shown.get(body.decision);
    const candidate = body.candidate ?? "";
    const team = from?.teams.get(candidate);
    if (body.outcome !== outcome || from === undefined || team === undefined) continue;
    if (body.happenedAt < from.at || body.happenedAt - from.at > within) continue;
    const credit = known(credits.get(from.unit), `the credit of ${from.unit}`);
    credit[team] += creditOf(body.value);
    from.teams.delete(candidate);
  }
  return credits;
}

type Team = keyof TeamCredit;

interface Shown {
  readonly unit: string;
  readonly at: number;
  /** By candidate that was shown and has had no outcome yet. */
  readonly teams: Map<string, Team>;
}

/** By decision that counts, who put what there. */
function shownBy(decisions: readonly DecisionRecord[]): ReadonlyMap<string, Shown> {
  const shown = new Map<string, Shown>();
  for (const { id, at, subject, body } of decisions) {
    if (subject === undefined || !body.eligible) continue;
    const drafted = (body.candidates ?? []).flatMap((one): readonly (readonly [string, Team])[] =>
      one.team === undefined || one.position === null ? [] : [[one.id, one.team]],
    );
    shown.set(id, { unit: subject, at, teams: new Map(drafted) });
  }
  return shown;
}

function creditOf(value: boolean | number | string): number {
  return typeof value === "number" ? value : value === true ? 1 : 0;
}

/** Reads an interleaved comparison out. */
export function readInterleaving({ experiment, level, ...rest }: InterleavedCase): DesignReading {
  const credits = [...teamCredits(rest).values()];
  const { margin, share, units } = preferenceOf(credits, level);
  const per = "credit per entity";
  const whom = isInsufficient(margin) || (margin.low <= 0 && margin.high >= 0) ? undefined : margin.value > 0;
  const said =
    whom === undefined
      ? "No preference shown"
      : whom
        ? "The treatment's order is preferred"
        : "The control's order is preferred";
  const counts = [units.treatment, units.control, units.ties].map((count) => formatNumber(count, "count"));
  return {
    design: "interleaving",
    experiment,
    sentence: `${said}: ${wordFinding({ found: margin, per }, null)}.`,
    tone: toneOfFound(margin),
    findings: [{ what: "treatment over control", found: margin, per }],
    remarks: [
      ...(isInsufficient(share)
        ? ["Nothing that was shown has had an outcome yet."]
        : [
            `The treatment's picks earned ${formatNumber(share.value, "percent", 1)} of the credit ` +
              `(${formatNumber(share.low, "percent", 1)} to ${formatNumber(share.high, "percent", 1)}); a half is no preference.`,
          ]),
      `${counts[0]} entities gave more credit to the treatment, ${counts[1]} to the control, ${counts[2]} as much to both.`,
      "A preference is not money: it says which of the two is worth an experiment with arms of their own.",
    ],
  };
}
