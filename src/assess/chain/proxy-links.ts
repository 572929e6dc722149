import { groupsOf } from "../../data/index.ts";
import { evaluate } from "../../features/index.ts";
import { isInsufficient } from "../../kernel/index.ts";
import type { StandIn } from "../../objective/index.ts";
import { formatNumber } from "../../report/index.ts";
import { clusterTotals, pairedDifference } from "../../stats/index.ts";
import { type SystemDefinition, targetsOf } from "../../system/index.ts";
import type { AssumptionCase } from "../brief/checked-assumption.ts";
import { stopless, wordEstimate } from "../words.ts";
import { type ChainLink, open, proven } from "./chain-link.ts";

/** That each proxy stands in for the objective's metric. What the rows show is told, and proves nothing. */
export function proxyLinks(system: SystemDefinition, rows: AssumptionCase["rows"]): readonly ChainLink[] {
  const { objective } = system;
  if (!objective.stated) return [];
  const { currency, metric, asked } = objective;
  return Object.entries(objective.proxies ?? {}).map(([name, proxy]): ChainLink => {
    const [low, high] = proxy.worth.range.map((amount) => formatNumber(amount, { currency }));
    const worth = `${formatNumber(proxy.worth.value, { currency })} (${low} to ${high})`;
    const sentence = `\`${name}\` stands in for ${metric.name}, one more of \`${proxy.of}\` being worth ${worth}: ${stopless(proxy.because)}.`;
    const link = "proxy";
    if (proxy.basis === "measured") return proven({ link, sentence, because: "Experiments have measured it." });
    return open({
      link,
      sentence,
      because: `Assumed by ${asked}.${relationWords(system, proxy, rows)}`,
      proof: "Experiments that watch both; their archive then says what one is worth.",
    });
  });
}

/** How the outcome that counts differs by the proxy, where both are outcomes of these rows. */
function relationWords(system: SystemDefinition, { of }: StandIn, { table }: AssumptionCase["rows"]): string {
  const [target = ""] = targetsOf(system);
  const [stand, counts] = [of, target].map((name) =>
    Object.hasOwn(system.outcomes, name) ? system.outcomes[name] : undefined,
  );
  if (stand === undefined || counts === undefined || of === target || stand.kind !== "flag") return "";
  const [proxy, truth] = [stand, counts].map(({ history }) => evaluate(history, table, "outcome"));
  if (proxy === undefined || truth === undefined || proxy.kind === "text" || truth.kind === "text") return "";
  const entity = system.entity === undefined ? undefined : groupsOf(table, system.entity).ids;
  const totals = (side: number) => {
    const sizes = proxy.values.map((value, row) =>
      value === side && !Number.isNaN(truth.values[row] as number) ? 1 : 0,
    );
    const sums = sizes.map((size, row) => (size === 1 ? (truth.values[row] as number) : 0));
    return clusterTotals({ sums, sizes, clusters: entity });
  };
  const difference = pairedDifference(totals(1), totals(0));
  if (isInsufficient(difference)) return "";
  const unit = counts.kind === "flag" ? "percent" : "number";
  const told = wordEstimate(difference, unit);
  const shown = difference.low > 0 || difference.high < 0;
  return shown
    ? ` In these rows \`${target}\` is ${told} higher where \`${of}\` is yes, which proves nothing: both may follow from something else.`
    : ` In these rows nothing ties \`${target}\` to \`${of}\`: where that is yes, it is ${told} higher.`;
}
