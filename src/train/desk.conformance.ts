import { contract, csv, number, type RawTable, tableOf, text } from "../data/index.ts";
import { when } from "../features/index.ts";
import { rng } from "../kernel/index.ts";
import { moneyEarned, perRelevant, perUnit, rightOrWrong } from "../objective/index.ts";
import { pickLabel, pickValue, rankBy } from "../policy/index.ts";
import { multiclass, on, regression, type SystemDefinition } from "../system/index.ts";

/** Messages to a desk: who solved them, and how long that took. */
const messages = contract({
  who: number({ integer: true }),
  batch: text(),
  urgent: number({ min: 0, max: 10 }),
  length: number({ missing: 0.1 }),
  area: text({ values: ["east", "west"] }),
  desk: text({ values: ["a", "b", "c"], known: "after", missing: 1 }),
  minutes: number({ known: "after" }),
});
const h = on(messages);
const features = h.features((r) => ({ urgent: r.urgent, length: r.length, area: r.area }));
const goal = {
  metric: moneyEarned,
  direction: "increase",
  baseline: 0,
  target: 1,
  by: "2027-12-31",
  currency: "USD",
  asked: "desk",
  approves: [],
} as const;
const base = { source: csv("desk.csv"), entity: "who", features, slices: ["area"] } as const;
const within = "1d";
const changedByActing = false;
const outcomes = {
  desk: h.outcome({ within, history: (r) => r.desk, changedByActing }),
  minutes: h.outcome({ within, history: (r) => r.minutes, changedByActing }),
};
const logistic = { learner: "logistic", params: {} } as const;
const linear = { learner: "linear", params: {} } as const;

/** Sends each message to one of three desks. */
export const labelling: SystemDefinition = h.system({
  ...base,
  name: "desks",
  objective: { ...goal, payoff: rightOrWrong({ right: 2, wrong: -1 }) },
  outcomes,
  rule: (f) => when(f.urgent.atLeast(7), "a", "b"),
  heads: { desk: multiclass({ label: "desk", learner: logistic }) },
  policy: pickLabel({ head: "desk", coverage: 0.9 }),
  holdback: 0.2,
});

/** Tells how long each message will take. */
export const timing: SystemDefinition = h.system({
  ...base,
  name: "times",
  objective: { ...goal, payoff: perUnit({ over: -1, under: -3 }) },
  outcomes,
  rule: (f) => f.length.times(2),
  heads: { minutes: regression({ label: "minutes", learner: linear }) },
  policy: pickValue({ head: "minutes", coverage: 0.8 }),
});

/** Puts the messages of a batch in order: what takes longest first. */
export const ordering: SystemDefinition = h.system({
  ...base,
  name: "orders",
  objective: { ...goal, outcome: "minutes", payoff: perRelevant({ money: 1, positions: [1, 0.5] }) },
  outcomes,
  rule: (f) => f.length,
  heads: { minutes: regression({ label: "minutes", learner: linear }) },
  weights: { minutes: { start: 1, min: 0, max: 1 } },
  filters: [{ name: "quiet", when: (f) => f.urgent.below(1) }],
  policy: rankBy({ list: "batch", top: 2 }),
});

/** Standard deviation of the minutes around what can be known. */
export const NOISE = 4;

/** Messages whose desk follows their urgency and area, and whose minutes follow their length and urgency. */
export function simulatedMessages(rows = 1_500, seed = 5): RawTable {
  const draws = rng({ seed, purpose: "desk" });
  const kinds = {
    who: "number",
    batch: "text",
    urgent: "number",
    length: "number",
    area: "text",
    desk: "text",
    minutes: "number",
  } as const;
  const table = tableOf(
    kinds,
    Array.from({ length: rows }, (_, row) => {
      const [urgent, length, area] = [
        draws.integer(11),
        5 + draws.integer(20),
        draws.uniform() < 0.5 ? "east" : "west",
      ];
      const likely = urgent >= 6 ? "a" : area === "east" ? "b" : "c";
      const desk = draws.uniform() < 0.85 ? likely : (["a", "b", "c"][draws.integer(3)] as string);
      const minutes = 2 * length + 3 * urgent + NOISE * draws.normal();
      return { who: row, batch: `b${Math.floor(row / 5)}`, urgent, length, area, desk, minutes };
    }),
  );
  return { rows, columns: table.columns };
}
