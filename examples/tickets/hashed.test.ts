import { on } from "alidade";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Loop, openLoop, rowsOf } from "../loop.ts";
import contract from "./contract.mts";
import { likeliestDepartment, simulateTickets } from "./simulate.ts";
import system from "./system.mts";

const declared = on(contract).features((r) => ({
  subject: r.subject.hashed({ width: 64 }),
  plan: r.plan,
  channel: r.channel,
}));
const features = Object.fromEntries(Object.entries(declared).map(([name, { node }]) => [name, node]));

let loop: Loop<typeof system>;
beforeAll(async () => {
  loop = await openLoop({ ...system, features }, simulateTickets(6_000, 1));
}, 60_000);
afterAll(() => loop.close());

/** Share of rows that a guess gets right. */
const share = (rows: ReturnType<typeof rowsOf>, guess: (row: (typeof rows)[number]) => unknown): number =>
  rows.filter((row) => guess(row) === row.solved_by).length / rows.length;

test("words that nobody named are found in hashed text: most of what they tell is learned", () => {
  const fresh = rowsOf(simulateTickets(20_000, 2));
  const best = share(fresh, likeliestDepartment);
  // Whoever does not read the subject can do no better than a little over the commonest department of all.
  const blind = Math.max(...["billing", "technical", "sales", "account"].map((one) => share(fresh, () => one)));
  const { facts } = loop.run.result.judgement.model;
  const right = facts.find(({ name }) => name === "Right")?.value ?? Number.NaN;
  expect(right - blind).toBeGreaterThan(0.75 * (best - blind));
});

test("the text is decided on over HTTP, and the decision replays", async () => {
  const given = { plan: "free", channel: "mail", subject: "refund invoice please", words: 60 } as const;
  const { answer, id } = await loop.ask.decide({ entity: "c1", given });
  expect(answer).toBe("billing");
  expect(await loop.again(id)).toEqual({ same: true, differs: [] });
});
