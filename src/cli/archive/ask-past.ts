import type { AskPast } from "../../evaluate/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Invocation } from "../calling/command.ts";
import { openArchive } from "./open-archive.ts";

/**
 * What the archive says of a gain in money of one system, for the gate; undefined while nothing was archived in its
 * currency.
 */
export async function askPast(
  { name: system, objective }: Pick<SystemDefinition, "name" | "objective">,
  invocation: Pick<Invocation, "openState" | "clock">,
): Promise<AskPast | undefined> {
  // Nothing is added here, so it does not matter who asks.
  const all = await (await openArchive({ ...invocation, who: "" }, true)).comparisons();
  const comparisons = all.filter(({ currency }) => currency === objective.currency);
  if (comparisons.length === 0) return undefined;
  const { deltaOf, exchangeRate, gateForecast, OFFLINE_MONEY } = await import("../../experiment/index.ts");
  const rate = exchangeRate(comparisons, { metric: OFFLINE_MONEY });
  return (gain) => gateForecast(rate, "money judged offline", { system, delta: deltaOf(gain) });
}
