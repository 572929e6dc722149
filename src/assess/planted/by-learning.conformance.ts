import { contract, flag, number, tableOf, text } from "../../data/index.ts";
import { rng } from "../../kernel/index.ts";
import { assumed } from "../../objective/index.ts";
import { on } from "../../system/index.ts";
import { common, type Planted, pick, rows, stated } from "./planted.conformance.ts";

const shown = { show: { yes: 2, no: 0 }, hold: { yes: 0, no: 0 } };
const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/** Who likes what: taste of the visitor against the kind of the item, several offers each. */
function recommendation(): Planted {
  const fields = contract({
    who: number(),
    kind: text(),
    price: number(),
    popularity: number(),
    sport: number(),
    music: number(),
    food: number(),
    clicked: flag({ known: "after" }),
  });
  const h = on(fields);
  const features = h.features((r) => ({
    kind: r.kind,
    price: r.price,
    popularity: r.popularity,
    sport: r.sport,
    music: r.music,
    food: r.food,
  }));
  const outcomes = { clicked: h.outcome({ within: "1d", history: (r) => r.clicked, changedByActing: false }) };
  const system = h.system({
    ...common,
    name: "recommendation",
    objective: { ...stated, payoff: shown, cost: { show: 0.4 } },
    outcomes,
    features,
    rule: (f) => f.popularity.atLeast(0.6),
  });
  const kinds = {
    who: "number",
    kind: "text",
    price: "number",
    popularity: "number",
    sport: "number",
    music: "number",
    food: "number",
    clicked: "flag",
  } as const;
  return {
    name: "recommendation",
    verdict: "use-ml",
    system,
    make: (seed) =>
      tableOf(
        kinds,
        rows(seed, 4_000, (r, i) => {
          const who = Math.floor(i / 4);
          const taste = rng({ seed, unit: who, purpose: "taste" });
          const tastes = { sport: taste.uniform(), music: taste.uniform(), food: taste.uniform() };
          const kind = pick(r, ["sport", "music", "food"] as const);
          const [price, popularity] = [r.uniform() * 50, r.uniform()];
          const like = -3.6 + 3.5 * tastes[kind] + popularity - price / 40;
          return { who, kind, price, popularity, ...tastes, clicked: r.uniform() < logistic(like) };
        }),
      ),
  };
}

/** Who leaves: many weak reasons, and an offer that keeps some of them. */
function churn(): Planted {
  const fields = contract({
    who: number(),
    months: number(),
    calls: number(),
    late: number(),
    use: number(),
    plan: text(),
    price: number(),
    left: flag({ known: "after" }),
  });
  const h = on(fields);
  const features = h.features((r) => ({
    months: r.months,
    calls: r.calls,
    late: r.late,
    use: r.use,
    plan: r.plan,
    price: r.price,
  }));
  const outcomes = { left: h.outcome({ within: "90d", history: (r) => r.left, changedByActing: true }) };
  const system = h.system({
    ...common,
    name: "churn",
    objective: {
      ...stated,
      payoff: { offer: { yes: 300, no: 0 }, wait: { yes: 0, no: 0 } },
      cost: { offer: 25 },
      effect: assumed(0.3, [0.1, 0.5]),
    },
    outcomes,
    features,
    rule: (f) => f.calls.atLeast(4),
  });
  const kinds = {
    who: "number",
    months: "number",
    calls: "number",
    late: "number",
    use: "number",
    plan: "text",
    price: "number",
    left: "flag",
  } as const;
  return {
    name: "churn",
    verdict: "use-ml",
    system,
    make: (seed) =>
      tableOf(
        kinds,
        rows(seed, 5_000, (r, who) => {
          const [months, calls, late, use, price] = [
            1 + r.integer(60),
            r.integer(7),
            r.integer(4),
            r.uniform(),
            10 + r.uniform() * 60,
          ];
          const plan = pick(r, ["basic", "plus", "family"]);
          const urge =
            -1.9 -
            0.03 * months +
            0.22 * calls +
            0.35 * late -
            1.4 * use +
            0.02 * price +
            (plan === "basic" ? 0.6 : 0) +
            (calls > 4 && late > 1 ? 1 : 0);
          return { who, months, calls, late, use, plan, price, left: r.uniform() < logistic(urge) };
        }),
      ),
  };
}

/** Fraud in about 2 % of payments, where amounts, hours and distances go together in ways that no single field shows. */
function fraud(): Planted {
  const fields = contract({
    who: number(),
    amount: number(),
    hour: number(),
    distance: number(),
    age: number(),
    abroad: flag(),
    tries: number(),
    chargeback: flag({ known: "after" }),
  });
  const h = on(fields);
  const features = h.features((r) => ({
    amount: r.amount,
    hour: r.hour,
    distance: r.distance,
    age: r.age,
    abroad: r.abroad,
    tries: r.tries,
  }));
  const outcomes = { chargeback: h.outcome({ within: "60d", history: (r) => r.chargeback, changedByActing: false }) };
  const system = h.system({
    ...common,
    name: "fraud",
    objective: { ...stated, payoff: { block: { yes: 120, no: -6 }, pass: { yes: 0, no: 0 } } },
    outcomes,
    features,
    rule: (f) => f.amount.atLeast(700),
  });
  const kinds = {
    who: "number",
    amount: "number",
    hour: "number",
    distance: "number",
    age: "number",
    abroad: "flag",
    tries: "number",
    chargeback: "flag",
  } as const;
  return {
    name: "fraud",
    verdict: "use-ml",
    system,
    make: (seed) =>
      tableOf(
        kinds,
        rows(seed, 9_000, (r, who) => {
          const [amount, hour, distance, age, abroad, tries] = [
            r.uniform() * 1_000,
            r.integer(24),
            r.uniform() * 500,
            r.integer(2_000),
            r.uniform() < 0.1,
            r.integer(5),
          ];
          const night = hour < 6 || hour > 22;
          const risk =
            -5.6 +
            (night && amount > 300 ? 2.2 : 0) +
            (abroad !== distance > 350 ? 1.1 : 0) +
            (age < 400 && tries > 2 ? 2.2 : 0) +
            0.001 * amount;
          return { who, amount, hour, distance, age, abroad, tries, chargeback: r.uniform() < logistic(risk) };
        }),
      ),
  };
}

/** Problems that only learning answers. */
export const byLearning: readonly Planted[] = [recommendation(), churn(), fraud()];
