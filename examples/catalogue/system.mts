import { csv, gbdt, hierarchical, latency, moneySaved, on, perNode, pickLabel, rightOrWrong, when } from "alidade";
import contract from "./contract.mts";

const h = on(contract);

/** Put each new product on a shelf: the department first, then the shelf in it. */
export default h.system({
  name: "catalogue",
  source: csv("catalogue.csv", { lookIn: ["../../.cache/examples"] }),
  entity: "seller",
  objective: {
    metric: moneySaved,
    direction: "increase",
    baseline: 0,
    target: 120_000,
    by: "2027-12-31",
    currency: "USD",
    // On the wrong shelf of the right department it is still found now and then.
    payoff: rightOrWrong({ right: 3, partly: 0.5, wrong: -2 }),
    guardrails: [latency({ p99Ms: 20 })],
    perYear: 60_000,
    asked: "head of marketplace",
    approves: ["catalogue lead"],
  },
  outcomes: { shelf: h.outcome({ within: "2d", history: (r) => r.shelf, changedByActing: false }) },
  features: h.features((r) => ({
    leather: r.title.contains("leather"),
    cotton: r.title.contains("cotton"),
    heel: r.title.contains("heel"),
    running: r.title.contains("running"),
    summer: r.title.contains("summer"),
    oak: r.title.contains("oak"),
    light: r.title.contains("light"),
    seat: r.title.contains("seat"),
    steel: r.title.contains("steel"),
    seeds: r.title.contains("seeds"),
    price: r.price,
    weight: r.weight,
  })),
  rule: (f) =>
    when(
      f.heel.or(f.running),
      "fashion > shoes",
      when(
        f.summer,
        "fashion > dresses",
        when(f.light, "home > lamps", when(f.seeds, "garden > plants", "home > chairs")),
      ),
    ),
  heads: {
    shelf: hierarchical({ label: "shelf", learner: perNode(gbdt({ rounds: 40, numLeaves: 8, minDataInLeaf: 20 })) }),
  },
  policy: pickLabel({ head: "shelf" }),
});
