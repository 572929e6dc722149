import { contract, csv, flag, number, type RawTable, type Row, tableOf, text } from "../data/index.ts";
import { type Rng, rng } from "../kernel/index.ts";
import { assumed, moneyEarned, unstated } from "../objective/index.ts";
import { actIf } from "../policy/index.ts";
import { on, type SystemDefinition } from "../system/index.ts";
import type { VerdictKind } from "./verdict.ts";

/** A simulated business problem whose right verdict is known, because its label was made by a known law. */
export interface Planted {
  readonly name: string;
  readonly verdict: VerdictKind;
  readonly system: SystemDefinition;
  make(seed: number): RawTable;
}

const source = csv("planted.csv");
const stated = {
  metric: moneyEarned,
  direction: "increase",
  baseline: 0,
  target: 100_000,
  by: "2030-01-01",
  currency: "EUR",
  perYear: 500_000,
  asked: "sales",
  approves: ["finance"],
} as const;
const common = { source, entity: "who", heads: {}, weights: {}, policy: actIf({ threshold: "from-payoff" }) } as const;
const grant = { grant: { yes: 10, no: -10 }, refuse: { yes: 0, no: 0 } };
const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

function rows(seed: number, count: number, make: (r: Rng, i: number) => Row): readonly Row[] {
  const r = rng({ seed, purpose: "planted" });
  return Array.from({ length: count }, (_, i) => make(r, i));
}

const pick = <T>(r: Rng, items: readonly T[]): T => items[r.integer(items.length)] as T;

/** Members with a basket of 50 or more get the discount: two fields, no exception. */
function membershipDiscount(): Planted {
  const fields = contract({
    who: number(),
    member: flag(),
    basket: number(),
    items: number(),
    region: text(),
    discount: flag({ known: "after" }),
  });
  const h = on(fields);
  const features = h.features((r) => ({ member: r.member, basket: r.basket, items: r.items, region: r.region }));
  const outcomes = { discount: h.outcome({ within: "1d", history: (r) => r.discount, changedByActing: false }) };
  const system = h.system({
    ...common,
    name: "discount",
    objective: { ...stated, payoff: grant },
    outcomes,
    features,
    rule: (f) => f.member,
  });
  const kinds = {
    who: "number",
    member: "flag",
    basket: "number",
    items: "number",
    region: "text",
    discount: "flag",
  } as const;
  return {
    name: "membership discount",
    verdict: "use-rule",
    system,
    make: (seed) =>
      tableOf(
        kinds,
        rows(seed, 2_000, (r, who) => {
          const [member, basket] = [r.uniform() < 0.4, Math.round(r.uniform() * 15_000) / 100];
          return {
            who,
            member,
            basket,
            items: 1 + r.integer(12),
            region: pick(r, ["n", "s", "e", "w"]),
            discount: member && basket >= 50,
          };
        }),
      ),
  };
}

/** Who bought last month: the answer is a field. */
function lastMonthsBuyers(): Planted {
  const fields = contract({
    who: number(),
    boughtLastMonth: flag(),
    visits: number(),
    spend: number(),
    age: number(),
    buyer: flag({ known: "after" }),
  });
  const h = on(fields);
  const features = h.features((r) => ({
    boughtLastMonth: r.boughtLastMonth,
    visits: r.visits,
    spend: r.spend,
    age: r.age,
  }));
  const outcomes = { buyer: h.outcome({ within: "1d", history: (r) => r.buyer, changedByActing: false }) };
  const system = h.system({
    ...common,
    name: "buyers",
    objective: unstated({ act: "list", otherwise: "skip" }),
    outcomes,
    features,
    rule: (f) => f.visits.atLeast(6),
  });
  const kinds = {
    who: "number",
    boughtLastMonth: "flag",
    visits: "number",
    spend: "number",
    age: "number",
    buyer: "flag",
  } as const;
  return {
    name: "last month's buyers",
    verdict: "use-rule",
    system,
    make: (seed) =>
      tableOf(
        kinds,
        rows(seed, 2_000, (r, who) => {
          const visits = r.integer(12);
          const buyer = r.uniform() < 0.05 + 0.04 * visits;
          return { who, boughtLastMonth: buyer, visits, spend: r.uniform() * 300, age: 18 + r.integer(60), buyer };
        }),
      ),
  };
}

/** Whether an order reaches its target: price times quantity less rebate, a report. */
function salesTotal(): Planted {
  const fields = contract({
    who: number(),
    price: number(),
    quantity: number(),
    rebate: number(),
    weight: number(),
    reached: flag({ known: "after" }),
  });
  const h = on(fields);
  const features = h.features((r) => ({ price: r.price, quantity: r.quantity, rebate: r.rebate, weight: r.weight }));
  const outcomes = { reached: h.outcome({ within: "1d", history: (r) => r.reached, changedByActing: false }) };
  const system = h.system({
    ...common,
    name: "sales-total",
    objective: { ...stated, payoff: grant },
    outcomes,
    features,
    rule: (f) => f.price.atLeast(50),
  });
  const kinds = {
    who: "number",
    price: "number",
    quantity: "number",
    rebate: "number",
    weight: "number",
    reached: "flag",
  } as const;
  return {
    name: "sales total",
    verdict: "use-rule",
    system,
    make: (seed) =>
      tableOf(
        kinds,
        rows(seed, 3_000, (r, who) => {
          const [price, quantity, rebate] = [1 + r.uniform() * 99, 1 + r.integer(20), r.uniform() * 100];
          return { who, price, quantity, rebate, weight: r.uniform() * 30, reached: price * quantity - rebate >= 400 };
        }),
      ),
  };
}

/** Whether the higher rate of a payroll tax is due: a bracket for each status. */
function payrollTax(): Planted {
  const fields = contract({
    who: number(),
    salary: number(),
    status: text(),
    age: number(),
    children: number(),
    higher: flag({ known: "after" }),
  });
  const h = on(fields);
  const features = h.features((r) => ({ salary: r.salary, status: r.status, age: r.age, children: r.children }));
  const outcomes = { higher: h.outcome({ within: "1d", history: (r) => r.higher, changedByActing: false }) };
  const system = h.system({
    ...common,
    name: "payroll-tax",
    objective: { ...stated, payoff: grant },
    outcomes,
    features,
    rule: (f) => f.salary.atLeast(60_000),
  });
  const kinds = {
    who: "number",
    salary: "number",
    status: "text",
    age: "number",
    children: "number",
    higher: "flag",
  } as const;
  return {
    name: "payroll tax",
    verdict: "use-rule",
    system,
    make: (seed) =>
      tableOf(
        kinds,
        rows(seed, 2_000, (r, who) => {
          const [salary, status] = [Math.round(20_000 + r.uniform() * 100_000), pick(r, ["single", "married"])];
          const higher = salary >= (status === "single" ? 44_000 : 88_000);
          return { who, salary, status, age: 18 + r.integer(50), children: r.integer(5), higher };
        }),
      ),
  };
}

/** Approvals by three published criteria, with 3 % of clerks' errors; every decision must be explainable. */
function regulatedApproval(): Planted {
  const fields = contract({
    who: number(),
    income: number(),
    debt: number(),
    defaults: number(),
    years: number(),
    area: text(),
    approved: flag({ known: "after" }),
  });
  const h = on(fields);
  const features = h.features((r) => ({
    income: r.income,
    debt: r.debt,
    defaults: r.defaults,
    years: r.years,
    area: r.area,
  }));
  const outcomes = { approved: h.outcome({ within: "30d", history: (r) => r.approved, changedByActing: false }) };
  const system = h.system({
    ...common,
    name: "approval",
    objective: { ...stated, payoff: grant, transparency: "explainable" },
    outcomes,
    features,
    rule: (f) => f.income.atLeast(40_000),
  });
  const kinds = {
    who: "number",
    income: "number",
    debt: "number",
    defaults: "number",
    years: "number",
    area: "text",
    approved: "flag",
  } as const;
  return {
    name: "regulated approval",
    verdict: "use-rule",
    system,
    make: (seed) =>
      tableOf(
        kinds,
        rows(seed, 3_000, (r, who) => {
          const [income, debt, defaults] = [
            Math.round(10_000 + r.uniform() * 90_000),
            r.uniform(),
            r.uniform() < 0.7 ? 0 : 1 + r.integer(3),
          ];
          const lawful = income >= 30_000 && debt < 0.6 && defaults < 1;
          return {
            who,
            income,
            debt,
            defaults,
            years: r.integer(30),
            area: pick(r, ["a", "b", "c"]),
            approved: r.uniform() < 0.03 ? !lawful : lawful,
          };
        }),
      ),
  };
}

const shown = { show: { yes: 2, no: 0 }, hold: { yes: 0, no: 0 } };

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
        rows(seed, 12_000, (r, who) => {
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

/** A coin: nothing in the features has anything to do with it. */
function noise(): Planted {
  return { ...coins("noise", "dont"), make: (seed) => coinRows(seed, 3_000) };
}

/** Real signal, shown by some sixty rows with about twenty of the rarer answer. */
function tooFew(): Planted {
  const few = coins("too few examples", "collect-first");
  return { ...few, make: (seed) => coinRows(seed, 60) };
}

function coins(name: string, verdict: VerdictKind): Omit<Planted, "make"> {
  const fields = contract({
    who: number(),
    a: number(),
    b: number(),
    c: number(),
    d: text(),
    yes: flag({ known: "after" }),
  });
  const h = on(fields);
  const features = h.features((r) => ({ a: r.a, b: r.b, c: r.c, d: r.d }));
  const outcomes = { yes: h.outcome({ within: "1d", history: (r) => r.yes, changedByActing: false }) };
  const objective = { ...stated, payoff: { go: { yes: 10, no: -10 }, stay: { yes: 0, no: 0 } } };
  return {
    name,
    verdict,
    system: h.system({ ...common, name: "coin", objective, outcomes, features, rule: (f) => f.a.atLeast(0.5) }),
  };
}

function coinRows(seed: number, count: number): RawTable {
  const kinds = { who: "number", a: "number", b: "number", c: "number", d: "text", yes: "flag" } as const;
  return tableOf(
    kinds,
    rows(seed, count, (r, who) => ({
      who,
      a: r.uniform(),
      b: r.normal(),
      c: r.integer(10),
      d: pick(r, ["x", "y", "z"]),
      yes: r.uniform() < 0.3,
    })),
  );
}

/** Five problems that are not for ML, three that are, one without signal, one without enough examples. */
export const planted: readonly Planted[] = [
  membershipDiscount(),
  lastMonthsBuyers(),
  salesTotal(),
  payrollTax(),
  regulatedApproval(),
  recommendation(),
  churn(),
  fraud(),
  noise(),
  tooFew(),
];
