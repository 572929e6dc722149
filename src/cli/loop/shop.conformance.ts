import { rng } from "../../kernel/index.ts";

const alidade = JSON.stringify(new URL("../../index.ts", import.meta.url).href);

/** A shop that may send a mail to whoever will buy with it; who visits often does. `retrain` is what the file says of that. */
export const systemWith = (retrain: string, more = "", rule = "f.visits.atLeast(9)"): string => `
import { actIf, binary, contract, csv, every, flag, logistic, moneyEarned, newData, number, on, onObjective } from ${alidade};
const h = on(contract({ id: number({ unique: true }), visits: number(), bought: flag({ known: "after" }) }));
export default h.system({
  name: "shop", source: csv("rows.csv"), entity: "id",
  objective: {
    metric: moneyEarned, direction: "increase", baseline: 0, target: 1, by: "2027-01-01", currency: "USD",
    payoff: { mail: { yes: 10, no: -5 }, skip: { yes: 0, no: 0 } }, outcome: "bought",
    guardrails: [], perYear: 100_000, asked: "sales", approves: ["sales"], why: "a test", ${more}
  },
  outcomes: { bought: h.outcome({ within: "1d", history: (r) => r.bought, changedByActing: false }) },
  features: h.features((r) => ({ visits: r.visits })), rule: (f) => ${rule},
  heads: { bought: binary({ label: "bought", learner: logistic({}) }) }, weights: { bought: { start: 1, min: 0, max: 1 } },
  policy: actIf({ threshold: "from-payoff" }), ${retrain}
});`;

/** Shadow, canary and test as short as they may be. */
export const QUICK = "shadow: { least: 0 }, canary: { ramp: [0.1], dwell: '1s', least: 0 }, test: { longest: '20d' }";

/** Whoever visits five times or more buys, nine times in ten. */
export function buys(visits: number, draw: number): boolean {
  return draw < (visits >= 5 ? 0.9 : 0.1);
}

/** What the shop remembers of so many visitors, as CSV. */
export function rows(count: number): string {
  const lines = Array.from({ length: count }, (_, i) => {
    const random = rng({ seed: 3, unit: i, purpose: "rows" });
    const visits = random.integer(10);
    return `${i},${visits},${buys(visits, random.uniform())}`;
  });
  return ["id,visits,bought", ...lines].join("\n");
}
