import { byAnswer, csv, gbdt, moneyEarned, multiclass, on, pickLabel } from "alidade";
import { BANDS, EDGES } from "./bands.ts";
import contract from "./contract.mts";

const h = on(contract);

/** What a band costs where another one is true: the payoff of `system.mts`, from middle to middle. */
const money = Object.fromEntries(
  Object.entries(BANDS).map(([answer, offered]) => [
    answer,
    Object.fromEntries(
      Object.entries(BANDS).map(([truth, sold]) => [
        truth,
        offered > sold ? -0.1 * (offered - sold) : -0.3 * (sold - offered),
      ]),
    ),
  ]),
);

/** The price of a house as one of nine bands. */
export default h.system({
  name: "houses-in-bands",
  source: csv("houses.csv", { lookIn: ["../../.cache/examples"] }),
  objective: {
    metric: moneyEarned,
    direction: "increase",
    baseline: -30_000_000,
    target: -15_000_000,
    by: "2027-12-31",
    currency: "USD",
    payoff: byAnswer(money),
    perYear: 2_000,
    asked: "head of sales",
    approves: ["appraisal lead"],
  },
  outcomes: { band: h.outcome({ within: "180d", history: (r) => r.price.bucket(EDGES), changedByActing: false }) },
  features: h.features((r) => ({
    district: r.district,
    area: r.area,
    rooms: r.rooms,
    areaPerRoom: r.area.per(r.rooms),
    built: r.built,
    garden: r.garden,
    lastEstimate: r.last_estimate,
  })),
  rule: (f) => f.area.times(3_500).bucket(EDGES),
  heads: {
    band: multiclass({ label: "band", learner: gbdt({ rounds: 40, numLeaves: 6, minDataInLeaf: 40, lambdaL2: 5 }) }),
  },
  policy: pickLabel({ head: "band" }),
  slices: ["district"],
});
