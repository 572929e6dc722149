import { isInsufficient } from "../../kernel/index.ts";
import { type Block, intervalPlot, money, paragraph, type Section, table, type Value } from "../../report/index.ts";
import type { FeatureMoney, Look } from "../look/look.ts";
import { toneOf } from "./competitors.ts";
import type { Facts } from "./facts.ts";
import { about, moneyLabel, moneyUnit, perThousand } from "./wording.ts";

/** Profit and loss of each feature; absent where it was not asked. */
export function featureMoneySections(facts: Facts, { money: found }: Look): readonly Section[] {
  if (found === null || found.length === 0) return [];
  const { currency } = facts.result;
  const label = moneyLabel("Lost without the feature", currency);
  return [
    {
      title: "What each feature earns",
      lead: "The features that it uses most: the same unseen decisions were made again with the values of one of them dealt out to the wrong cases, and what they earn less is what it earns. Where another feature knows the same, that one stands in and both look cheap; `alidade data catalog --value` learns without each.",
      blocks: [
        intervalPlot({
          title: "Features by what they earn",
          value: { label, unit: moneyUnit(currency) },
          items: found.map(({ feature, value }) => ({
            name: feature,
            estimate: perThousand(value.perDecision),
            tone: toneOf(value.perDecision),
          })),
          reference: { at: 0, label: "nothing" },
        }),
        ...idleBlocks(found),
        ...keepBlocks(found, currency),
      ],
    },
  ];
}

function idleBlocks(found: readonly FeatureMoney[]): readonly Block[] {
  const idle = found.filter(({ value: { perDecision } }) => isInsufficient(perDecision)).map(({ feature }) => feature);
  if (idle.length === 0) return [];
  return [paragraph(`No decision changes without ${idle.join(", ")}.`)];
}

/** What is left of it in a year, for the features of which somebody has said what they cost to keep. */
function keepBlocks(found: readonly FeatureMoney[], currency: string): readonly Block[] {
  const priced = found.filter(({ value: { net } }) => net !== null);
  if (priced.length === 0) return [];
  const cell = ({ value: { net } }: FeatureMoney): Value =>
    net === null || isInsufficient(net) ? (net ?? "") : money(net.value, currency);
  const range = ({ value: { net } }: FeatureMoney): string =>
    net === null || isInsufficient(net) ? "" : `${about(net.low, currency)} to ${about(net.high, currency)}`;
  return [
    table(
      ["Feature", { name: "Left in a year, less its upkeep", align: "right" }, "Interval"],
      priced.map((one) => [one.feature, cell(one), range(one)]),
    ),
  ];
}
