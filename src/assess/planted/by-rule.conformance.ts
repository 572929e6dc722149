import { contract, flag, number, tableOf, text } from "../../data/index.ts";
import { unstated } from "../../objective/index.ts";
import { on } from "../../system/index.ts";
import { common, type Planted, pick, rows, stated } from "./planted.conformance.ts";

const grant = { grant: { yes: 10, no: -10 }, refuse: { yes: 0, no: 0 } };

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

/** Problems that a person can answer with a rule. */
export const byRule: readonly Planted[] = [
  membershipDiscount(),
  lastMonthsBuyers(),
  salesTotal(),
  payrollTax(),
  regulatedApproval(),
];
