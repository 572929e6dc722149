import { type Row, type Table, tableOf } from "../../src/data/index.ts";
import { type Rng, rng } from "../../src/kernel/index.ts";

/** The departments, how many of the messages are theirs by plan, and the words that are theirs. */
const DEPARTMENTS = ["billing", "technical", "sales", "account"] as const;
const SHARES = { free: [1, 4, 2, 5], basic: [4, 4, 2, 3], business: [4, 5, 4, 2] } as const;
const WORDS = {
  billing: ["invoice", "refund", "card"],
  technical: ["crash", "error", "slow"],
  sales: ["quote", "upgrade", "seats"],
  account: ["password", "login", "address"],
} as const;
/** The chance that a word of a message is one of its department's, and one of anybody's. */
const OWN = 0.45;
const ANYBODY = 0.15;
const FILLERS = ["help", "please", "question", "today", "urgent", "thanks"];
const LENGTH = 3;

type Plan = keyof typeof SHARES;
const PLANS = Object.keys(SHARES) as readonly Plan[];
const START = Date.UTC(2026, 0, 5);

function pick<T>(draws: Rng, from: readonly T[]): T {
  return from[draws.integer(from.length)] as T;
}

/** Every department as often as its share says. */
function departmentOf(draws: Rng, plan: Plan): (typeof DEPARTMENTS)[number] {
  return pick(
    draws,
    DEPARTMENTS.flatMap((name, i) => new Array<typeof name>(SHARES[plan][i] as number).fill(name)),
  );
}

function wordFrom(draws: Rng, department: (typeof DEPARTMENTS)[number]): string {
  const chance = draws.uniform();
  if (chance < OWN) return pick(draws, WORDS[department]);
  return chance < OWN + ANYBODY ? pick(draws, Object.values(WORDS).flat()) : pick(draws, FILLERS);
}

/** Messages of a year. What a department's messages say is drawn; the truth is known, so the best answer is too. */
export function simulateTickets(rows: number, seed = 1): Table {
  const draws = rng({ seed, purpose: "tickets" });
  const kinds = {
    ticket: "text",
    customer: "text",
    plan: "text",
    channel: "text",
    subject: "text",
    words: "number",
    written_at: "time",
    solved_by: "text",
  } as const;
  const messages = Array.from({ length: rows }, (_, i): Row => {
    const plan = pick(draws, PLANS);
    const solved_by = departmentOf(draws, plan);
    return {
      ticket: `t${i}`,
      customer: `c${draws.integer(Math.ceil(rows / 2))}`,
      plan,
      channel: pick(draws, ["mail", "chat", "form"]),
      subject: Array.from({ length: LENGTH }, () => wordFrom(draws, solved_by)).join(" "),
      words: 5 + draws.integer(200),
      written_at: START + Math.floor((i * 365 * 86_400_000) / rows),
      solved_by,
    };
  });
  return tableOf(kinds, messages);
}

/** The department that is most likely, for whoever knows how the messages are made: nobody can do better. */
export function likeliestDepartment({ plan, subject }: Row): string {
  const words = String(subject).split(" ");
  const weight = (department: (typeof DEPARTMENTS)[number], i: number): number =>
    words.reduce(
      (product, word) => {
        const own = (WORDS[department] as readonly string[]).includes(word) ? OWN / 3 : 0;
        const anybody = FILLERS.includes(word) ? (1 - OWN - ANYBODY) / FILLERS.length : ANYBODY / 12;
        return product * (own + anybody);
      },
      SHARES[plan as Plan][i] as number,
    );
  const weights = DEPARTMENTS.map(weight);
  return DEPARTMENTS[weights.indexOf(Math.max(...weights))] as string;
}
