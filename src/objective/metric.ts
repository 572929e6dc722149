/** A business metric: what the organisation wants to move. Defined in one place, so that a name means one thing. */
export interface BusinessMetric {
  readonly name: string;
  readonly family: "business";
  readonly unit: "money" | "share" | "count";
  readonly definition: string;
}

function defineBusinessMetric(metric: Omit<BusinessMetric, "family">): BusinessMetric {
  return Object.freeze({ ...metric, family: "business" });
}

/** Losses prevented by acting, less what acting costs. */
export const moneySaved: BusinessMetric = defineBusinessMetric({
  name: "money saved",
  unit: "money",
  definition: "Losses prevented by acting, less what acting costs.",
});

/** Income from the decisions, less what they cost. */
export const moneyEarned: BusinessMetric = defineBusinessMetric({
  name: "money earned",
  unit: "money",
  definition: "Income from the decisions, less what they cost.",
});
