import { csv, gbdt, latency, moneySaved, multiclass, on, pickLabel, rightOrWrong, when } from "alidade";
import contract from "./contract.mts";

const h = on(contract);

/** Send each message to one of four departments, so that it need not be passed on. */
export default h.system({
  name: "tickets",
  source: csv("tickets.csv", { lookIn: ["../../.cache/examples"] }),
  entity: "customer",
  time: "written_at",
  objective: {
    metric: moneySaved,
    direction: "increase",
    baseline: 250_000,
    target: 400_000,
    by: "2027-12-31",
    currency: "USD",
    payoff: rightOrWrong({ right: 6, wrong: -4 }),
    guardrails: [latency({ p99Ms: 20 })],
    perYear: 100_000,
    asked: "head of support",
    approves: ["operations lead"],
    why: "A message that arrives at the right desk saves a hand-over; a wrong one costs two.",
  },
  outcomes: {
    department: h.outcome({ within: "7d", history: (r) => r.solved_by, changedByActing: false }),
  },
  features: h.features((r) => ({
    invoice: r.subject.contains("invoice"),
    refund: r.subject.contains("refund"),
    card: r.subject.contains("card"),
    crash: r.subject.contains("crash"),
    error: r.subject.contains("error"),
    slow: r.subject.contains("slow"),
    quote: r.subject.contains("quote"),
    upgrade: r.subject.contains("upgrade"),
    seats: r.subject.contains("seats"),
    password: r.subject.contains("password"),
    login: r.subject.contains("login"),
    address: r.subject.contains("address"),
    plan: r.plan,
    channel: r.channel,
    words: r.words,
  })),
  rule: (f) =>
    when(f.invoice.or(f.refund), "billing", when(f.crash.or(f.error), "technical", when(f.quote, "sales", "account"))),
  heads: { department: multiclass({ label: "department", learner: gbdt({ rounds: 60, numLeaves: 8 }) }) },
  policy: pickLabel({ head: "department" }),
  slices: ["plan", "channel"],
});
