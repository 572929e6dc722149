import { contract, flag, number, text, time } from "alidade";

/** One subscriber at the beginning of one month, when it is decided who gets an offer, and what came of it. */
export default contract(
  {
    subscriber: text({ pattern: "s[0-9]+", personal: "identifier" }),
    asked_at: time({ doc: "The moment of the decision: a row sees what was known by then, and nothing later." }),
    plan: text({ values: ["basic", "plus", "family"] }),
    // Single prices may be anything up to 10,000; a whole table of them in cents is refused by its median.
    price: number({ min: 0, max: 10_000, unit: "USD", median: { max: 50 } }),
    months: number({ integer: true, min: 0, doc: "Since the subscription began." }),
    city: text({ missing: 0.05, personal: "location" }),
    note: text({ missing: 0.8, maxLength: 200, doc: "What an adviser wrote down, in lower case." }),
    offered: flag({ known: "after", doc: "Whether the marketing of the past made an offer." }),
    propensity: number({ min: 0, max: 1, known: "after", doc: "The chance with which that was done which was done." }),
    // The tickets of the month before as the warehouse counts them *today*. It has them under the day on which they are
    // dated, those that were filed weeks later too. Nobody knew this number then, so it is `after`: no feature can read it.
    tickets_by_now: number({ integer: true, min: 0, known: "after" }),
    left: flag({ known: "after", doc: "Within 30 days." }),
  },
  {
    unique: [["subscriber", "asked_at"]],
    rules: [
      {
        name: "family-pays-more",
        because: "the family plan has never cost less than 15 dollars",
        when: { field: "plan", is: "family" },
        must: { field: "price", atLeast: 15 },
      },
    ],
    shares: [{ field: "left", is: true, min: 0.02, max: 0.3 }],
  },
);
