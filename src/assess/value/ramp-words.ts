import type { Ramp, ValuePath } from "./value-path.ts";

/** How the gain comes in, in one sentence that says what is assumed of it. */
export function wordRamp({ buildMonths, buildSaid, trialMonths, trialPlanned }: Ramp): string {
  const building = buildMonths === 0 ? "Nothing has to be built" : `Building takes ${months(buildMonths)}`;
  const built = buildSaid ? "" : " (assumed; `--build-months` says otherwise)";
  const why = trialPlanned
    ? "as planned from these data"
    : "assumed, for its length cannot be planned or is out of reach";
  return `${building}${built}, during which nothing comes in; for ${months(trialMonths)} more half of the decisions are the model's, while an experiment proves it (${why}); then all of them.`;
}

/** When it has paid for itself, in one sentence. */
export function wordPaidBack({ paidBack: { value, low, high }, costs, ramp }: ValuePath): string {
  if (costs.build === null && costs.perYear === null)
    return "When it has paid for itself is not known: nobody has said what it costs (`--build-cost`, `--cost-per-year`).";
  const lacking = [...(costs.build === null ? ["building"] : []), ...(costs.perYear === null ? ["running"] : [])];
  const beside = lacking.length === 0 ? "" : ` What ${lacking[0]} costs is not in it: nobody has said.`;
  const budget = costs.from === "budget" ? " Its cost is taken to be the whole budget (assumed)." : "";
  if (value === null) return `It does not pay for itself within ten years.${budget}${beside}`;
  const worst = low === null ? "not within ten years" : `in month ${low}`;
  const range = high === value && low === value ? "" : ` At best in month ${high ?? value}, at worst ${worst}.`;
  const since = ramp.buildMonths === 0 ? "" : ", building included";
  return `It would have paid for itself by the end of month ${value}${since}.${range}${budget}${beside}`;
}

function months(count: number): string {
  return `${count} ${count === 1 ? "month" : "months"}`;
}
