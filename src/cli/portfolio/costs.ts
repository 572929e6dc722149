import { optionInvalid } from "../calling/options.ts";
import type { CostsByName } from "./assess-all.ts";

/** Reads `churn=80000,returns=20000`, by option. Throws `cli.option-invalid`, also for a name that no system has. */
export function costsOf(
  names: readonly string[],
  given: Readonly<Record<"costPerYear" | "buildCost", readonly string[] | undefined>>,
): CostsByName {
  const costs: Record<string, Record<string, number>> = {};
  for (const [option, parts] of Object.entries(given))
    for (const part of parts ?? []) {
      const [name = "", raw = ""] = part.split("=");
      const amount = raw.trim() === "" ? Number.NaN : Number(raw);
      if (!names.includes(name) || !(amount >= 0 && Number.isFinite(amount)))
        throw optionInvalid({
          must: `a system's name, = and an amount of 0 or more; the systems are ${names.join(", ")}`,
          got: part,
        });
      costs[name] = { ...costs[name], [option]: amount };
    }
  return costs;
}
