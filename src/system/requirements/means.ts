import { fieldsOf, windowsOf } from "../../features/index.ts";
import type { SystemDefinition } from "../system.ts";
import { type Demand, demandOf, named } from "./demand.ts";

/** What a budget demands of what the file says that things cost. */
export function budgetDemands({ objective, about = {} }: SystemDefinition): readonly Demand[] {
  const most = objective.stated ? objective.requirements?.budget?.perYear : undefined;
  if (most === undefined) return [];
  const isSaid = Object.values(about).some(({ keep }) => keep !== undefined);
  const kept = Object.values(about).reduce((sum, { keep = 0 }) => sum + keep, 0);
  const amount = (value: number): string => `${value.toLocaleString("en-US")} ${objective.currency}`;
  return [
    demandOf({
      word: "budget",
      demand: `Running it costs at most ${amount(most)} a year.`,
      found: isSaid
        ? `Keeping its features costs ${amount(kept)} a year, as \`about\` says.`
        : "What keeping its features costs is not said: `about` has room for it.",
      advice: kept <= most ? undefined : "Leave out the features that are worth least: `alidade data catalog --value`.",
    }),
  ];
}

const SECONDS_A_YEAR = 365 * 86_400;

/** What a busiest time demands of what the objective expects. */
export function peakDemands({ objective }: SystemDefinition): readonly Demand[] {
  const peak = objective.stated ? objective.requirements?.peakPerSecond : undefined;
  if (peak === undefined || objective.perYear === undefined) return [];
  const mean = objective.perYear / SECONDS_A_YEAR;
  return [
    demandOf({
      word: "peakPerSecond",
      demand: "The busiest time brings no fewer decisions a second than the mean.",
      found: `It brings ${peak}; \`perYear\` comes to ${mean.toLocaleString("en-US", { maximumSignificantDigits: 2 })} a second in the mean.`,
      advice: mean <= peak ? undefined : "One of the two is wrong: `perYear`, or `peakPerSecond`.",
    }),
  ];
}

/** What the place where it runs demands. */
export function placeDemands({ objective, features, contract }: SystemDefinition): readonly Demand[] {
  const place = objective.stated ? objective.requirements?.runsOn : undefined;
  if (place !== "browser") return [];
  const nodes = Object.entries(features);
  const back = nodes.flatMap(([name, node]) => (windowsOf(node).length > 0 ? [name] : []));
  const names = nodes.flatMap(([name, node]) =>
    fieldsOf(node).some((field) => contract.fields[field]?.personal === "identifier") ? [name] : [],
  );
  return [
    demandOf({
      word: "runsOn",
      demand: "A page can make every feature by itself.",
      found:
        back.length === 0 ? "None looks back on events." : `${named(back)} would need events, which the server has.`,
      advice: back.length === 0 ? undefined : "Leave them out, or serve from a server.",
    }),
    demandOf({
      word: "runsOn",
      demand: "Nobody is told apart by name in a model that everybody can open.",
      found:
        names.length === 0
          ? "No feature reads an identifier."
          : `${named(names)} ${names.length === 1 ? "does" : "do"}.`,
      advice: names.length === 0 ? undefined : "Leave them out.",
    }),
  ];
}
