import type { Standing, Valued } from "../../evaluate/index.ts";
import { isInsufficient } from "../../kernel/index.ts";
import {
  formatNumber,
  type IntervalItem,
  type IntervalPlot,
  intervalPlot,
  percent,
  type TableBlock,
  type TableColumn,
  type Tone,
  table,
  type Value,
  words,
} from "../../report/index.ts";
import type { Estimated } from "../../stats/index.ts";
import type { AnswerFact, AnswerStanding } from "../answers/race.ts";
import type { AnswerFacts, Facts } from "./facts.ts";
import { about, constantWords, moneyCell, moneyLabel, moneyUnit, PER_DECISIONS, perThousand } from "./wording.ts";

interface Entry {
  readonly name: string;
  readonly standing: Standing;
  /** What the model earns more; null for the model itself. */
  readonly gain: Estimated | null;
}

function entriesOf({ result }: Facts): readonly Entry[] {
  const { model, rule, constant, champion, over } = result.judgement;
  const constantName = constantWords(result);
  const ruled = { name: "The rule", standing: rule, gain: result.models.length === 0 ? null : over.rule };
  const none = {
    name: constantName.charAt(0).toUpperCase() + constantName.slice(1),
    standing: constant,
    gain: over.constant,
  };
  if (result.models.length === 0) return [ruled, none];
  const inUse = champion === null ? [] : [{ name: "The model in use", standing: champion, gain: over.champion }];
  return [{ name: "This model", standing: model, gain: null }, ...inUse, ruled, none];
}

/** Everyone in the race, on the same decisions under the same terms. No wider than a phone; the gains are a plot of their own. */
export function moneyTable(facts: Facts): TableBlock {
  const { basis, currency } = facts.result;
  return table(
    ["", { name: "Earns", align: "right" }],
    entriesOf(facts).map(({ name, standing }) => [name, moneyCell(standing.perDecision, facts, { basis })]),
    { caption: moneyLabel("Money", currency) },
  );
}

/** What each of them does: how many it acts on and how often rightly, or how good its answers are. */
export function didTable(facts: Facts): TableBlock {
  return table(
    ["", ...didColumns(facts)],
    entriesOf(facts).map(({ name, standing }) => [name, ...didCells(standing)]),
  );
}

/** Both for a narrow window: of the money the point alone, of the gain, which decides, the interval too. */
export function shortCompetitorsTable(facts: Facts): TableBlock {
  const { currency, basis } = facts.result;
  const right = (name: string): TableColumn => ({ name, align: "right" });
  return table(
    ["", ...didColumns(facts), right("Earns"), right(gainsName(facts))],
    entriesOf(facts).map((entry) => {
      const earned = perThousand(entry.standing.perDecision);
      const point = isInsufficient(earned) ? earned : words(about(earned.value, currency));
      return [entry.name, ...didCells(entry.standing), point, gainCell(entry, facts)];
    }),
    { caption: `${basis === "measured" ? "Measured" : "Assumed"} ${currency}, ${PER_DECISIONS}` },
  );
}

function didColumns({ kind, result }: Facts): readonly TableColumn[] {
  if (kind === "act") return [{ name: "Acts on" }, { name: "Hit rate", align: "right" }];
  const { model } = (result as AnswerFacts["result"]).judgement;
  return model.facts.map(({ name }) => ({ name, align: "right" }));
}

function didCells(standing: Standing): readonly Value[] {
  if ("facts" in standing) return (standing as AnswerStanding).facts.map(factCell);
  const { actRate, hitRate } = standing as Valued;
  return [percent(actRate), hitRate === null ? "none acted on" : percent(hitRate)];
}

function factCell({ value, unit }: AnswerFact): Value {
  if (value === null) return "none";
  return unit === "percent" ? percent(value) : words(formatNumber(Number(value.toPrecision(3)), "number"));
}

function gainsName({ result }: Facts): string {
  return result.models.length === 0 ? "The rule earns more by" : "This model earns more by";
}

function gainCell({ gain }: Entry, facts: Facts): Value {
  return gain === null ? "" : moneyCell(gain, facts, { signed: true });
}

/** The gain over each of the others as an interval. */
export function gainsPlot(facts: Facts): IntervalPlot {
  const items = entriesOf(facts).flatMap(({ name, gain }): readonly IntervalItem[] => {
    if (gain === null) return [];
    return [
      { name: `over ${name.charAt(0).toLowerCase()}${name.slice(1)}`, estimate: perThousand(gain), tone: toneOf(gain) },
    ];
  });
  return intervalPlot({
    title: moneyLabel("Gain", facts.result.currency),
    value: { label: moneyLabel("Gain", facts.result.currency), unit: moneyUnit(facts.result.currency) },
    items,
    reference: { at: 0, label: "no gain" },
  });
}

/** Good where all of the interval is a gain, bad where all of it is a loss. */
export function toneOf(gain: Estimated): Tone {
  if (isInsufficient(gain)) return "unknown";
  if (gain.low > 0) return "good";
  return gain.high < 0 ? "bad" : "neutral";
}
