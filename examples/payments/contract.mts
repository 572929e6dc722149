import { contract, flag, number, text, time } from "alidade";

/** One payment that was allowed or blocked, and whether the bank took it back. */
export default contract(
  {
    customer: text({ personal: "identifier" }),
    amount: number({ min: 0, max: 100_000, unit: "USD", median: { max: 200 } }),
    account_days: number({ integer: true, min: 0, doc: "How old the account is." }),
    attempts_1h: number({ integer: true, min: 1, doc: "Payments tried with this card in the last hour." }),
    distance_km: number({ integer: true, min: 0, missing: 0.1, doc: "From the billing address to the device." }),
    merchant: text({ values: ["groceries", "travel", "games", "electronics", "gift cards"] }),
    country: text({ values: ["US", "GB", "DE", "BR", "IN"], personal: "location" }),
    device: text({ values: ["phone", "desktop", "tablet"] }),
    hour: number({ integer: true, min: 0, max: 23, doc: "UTC." }),
    weekday: number({ integer: true, min: 0, max: 6, doc: "0 is Sunday." }),
    decided_at: time(),
    blocked: flag({ known: "after", doc: "By lot: one in ten, whatever the payment." }),
    propensity: number({ min: 0, max: 1, known: "after", doc: "The chance with which that was done which was done." }),
    chargeback: flag({ known: "after", doc: "Of a blocked payment nobody ever knows." }),
    lost: number({ min: 0, known: "after", unit: "USD", doc: "The amount and the bank's fee." }),
  },
  { shares: [{ field: "chargeback", is: true, min: 0.002, max: 0.1 }] },
);
