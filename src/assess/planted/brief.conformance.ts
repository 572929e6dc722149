import type { StatedObjective } from "../../objective/index.ts";

/** What somebody may have agreed on about customers who leave, with one assumption that is not so. */
export const agreed: Pick<StatedObjective, "metrics" | "proxies" | "brief" | "requirements"> = {
  metrics: {
    stays: {
      measure: { measure: "retention", day: 90 },
      role: "success",
      direction: "increase",
      baseline: 0.8,
      target: 0.85,
    },
  },
  proxies: {
    visits: {
      of: "left",
      because: "who leaves visits no more",
      worth: { value: 2, range: [1, 4] },
      basis: "assumed",
    },
  },
  brief: {
    stakeholders: [
      {
        role: "head of sales",
        view: "executive",
        goals: ["fewer customers leave"],
        decides: "how many offers are made",
      },
      {
        role: "agent",
        view: "operator",
        goals: ["a list that is right"],
        pains: ["calling in vain"],
        decides: "what is offered",
      },
      { role: "customer", view: "end user", goals: ["to be left alone"], decides: "whether to take the offer" },
    ],
    process: {
      today: "Everybody who called four times gets an offer.",
      limits: ["many take it who would stay"],
      costPerYear: 90_000,
    },
    ifWrong: [{ of: "false alarm", follows: "somebody who would stay gets an offer", severity: "low" }],
    risks: [{ risk: "offers become known", answer: "they differ by customer" }],
    assumptions: [
      { statement: "The data are complete.", by: "sales", check: { check: "complete" } },
      { statement: "There are 100,000 customers.", by: "sales", check: { check: "rows", atLeast: 100_000 } },
      { statement: "Offers work alike all year.", check: { check: "ask", who: "the head of sales" } },
    ],
    benefits: [{ benefit: "Customers feel seen.", tracked: "stays" }, { benefit: "Agents are proud." }],
  },
  requirements: {
    realTime: { p99Ms: 200 },
    peakPerSecond: 50,
    retrain: "120d",
    budget: { build: 60_000, perYear: 40_000 },
  },
};
