import type { Valued } from "../../evaluate/index.ts";
import { isInsufficient } from "../../kernel/index.ts";
import {
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
import type { Facts } from "./facts.ts";
import { about, constantWords, moneyCell, moneyLabel, moneyUnit, PER_DECISIONS, perThousand } from "./wording.ts";

interface Entry {
  readonly name: string;
  readonly valued: Valued;
  /** What the model earns more; null for the model itself. */
  readonly gain: Estimated | null;
}

function entriesOf({ result }: Facts): readonly Entry[] {
  const { model, rule, constant, champion, over } = result.judgement;
  const constantName = constantWords(result);
  const rule_ = { name: "The rule", valued: rule, gain: result.models.length === 0 ? null : over.rule };
  const none = {
    name: constantName.charAt(0).toUpperCase() + constantName.slice(1),
    valued: constant,
    gain: over.constant,
  };
  if (result.models.length === 0) return [rule_, none];
  const inUse = champion === null ? [] : [{ name: "The model in use", valued: champion, gain: over.champion }];
  return [{ name: "This model", valued: model, gain: null }, ...inUse, rule_, none];
}

/** Everyone in the race, on the same decisions under the same capacity. No wider than a phone; the gains are a plot of their own. */
export function moneyTable(facts: Facts): TableBlock {
  return table(
    ["", { name: "Earns", align: "right" }],
    entriesOf(facts).map(({ name, valued }) => [
      name,
      moneyCell(valued.perDecision, facts, { basis: facts.stakes.basis }),
    ]),
    { caption: moneyLabel("Money", facts.stakes.currency) },
  );
}

/** How many each of them acts on, and how often rightly. */
export function actsTable(facts: Facts): TableBlock {
  return table(COLUMNS.slice(0, -1), entriesOf(facts).map(actsOf));
}

/** Both for a narrow window: of the money the point alone, of the gain, which decides, the interval too. */
export function shortCompetitorsTable(facts: Facts): TableBlock {
  const { currency, basis } = facts.stakes;
  return table(
    [...COLUMNS, { name: gainsName(facts), align: "right" }],
    entriesOf(facts).map((entry) => {
      const earned = perThousand(entry.valued.perDecision);
      const point = isInsufficient(earned) ? earned : words(about(earned.value, currency));
      return [...actsOf(entry), point, gainCell(entry, facts)];
    }),
    { caption: `${basis === "measured" ? "Measured" : "Assumed"} ${currency}, ${PER_DECISIONS}` },
  );
}

const COLUMNS: readonly TableColumn[] = [
  { name: "" },
  { name: "Acts on" },
  { name: "Hit rate", align: "right" },
  { name: "Earns", align: "right" },
];

function gainsName({ result }: Facts): string {
  return result.models.length === 0 ? "The rule earns more by" : "This model earns more by";
}

function actsOf({ name, valued }: Entry): readonly Value[] {
  return [name, percent(valued.actRate), hitRate(valued)];
}

function gainCell({ gain }: Entry, facts: Facts): Value {
  return gain === null ? "" : moneyCell(gain, facts, { signed: true });
}

function hitRate({ hitRate: rate }: Valued): Value {
  return rate === null ? "none acted on" : percent(rate);
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
    title: moneyLabel("Gain", facts.stakes.currency),
    value: { label: moneyLabel("Gain", facts.stakes.currency), unit: moneyUnit(facts.stakes.currency) },
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
