import { readFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Desk, openDesk } from "../../src/cli/host/host.conformance.ts";
import { rng } from "../../src/kernel/index.ts";

/** The system file of the page on the gate. */
async function systemOfPage(): Promise<string> {
  const page = await readFile(new URL("../../docs/gate.md", import.meta.url), "utf8");
  const [, code = ""] = /^```ts system\n(.*?)^```$/ms.exec(page) ?? [];
  return code;
}

/**
 * Customers of whom one in five returns. A fifth of those clicked more than anybody else; of the others the clicks say nothing, and
 * the weeks a little.
 */
function winback(rows = 20_000): string {
  const draws = rng({ seed: 11, purpose: "test.winback" });
  const lines = Array.from({ length: rows }, (_, customer) => {
    const returned = draws.uniform() < 0.2;
    const isSure = returned && draws.uniform() < 0.2;
    const clicks = isSure ? 0.98 + 0.02 * draws.uniform() : 0.98 * draws.uniform();
    const weeks = returned ? 0.35 + 0.65 * draws.uniform() : draws.uniform();
    return `${customer},${clicks.toFixed(4)},${weeks.toFixed(4)},${returned}`;
  });
  return ["customer,clicks,weeks,returned", ...lines, ""].join("\n");
}

const SHARP = "gbdt({ rounds: 1, numLeaves: 2 })";
const BROAD = "logistic()";

let desk: Desk;
let page: string;
beforeEach(async () => {
  desk = await openDesk();
  page = await systemOfPage();
  await desk.write("winback.csv", winback());
});
afterEach(() => desk.remove());

const json = async (...argv: readonly string[]) => JSON.parse((await desk.run(...argv, "--json")).out);
/** The page's system with other words in it, trained; a file of its own, because a file is loaded once. */
async function trainWith(name: string, ...changes: readonly (readonly [string, string])[]) {
  const text = changes.reduce((all, [from, to]) => {
    expect(all).toContain(from);
    return all.replace(from, to);
  }, page);
  await desk.write(`${name}.mts`, text);
  return await json("train", `${name}.mts`);
}
const serving = async (name: string) => {
  const { plan } = await json("release", "status", `${name}.mts`);
  return plan.allocations[0].release as string;
};

describe("beside a champion", () => {
  test("a higher area with a lower value is refused, and what to do is said", async () => {
    const sharp = await trainWith("sharp");
    expect(sharp.gate.verdict).toBe("pass");
    expect(sharp.adoption.kind).toBe("champion");
    const broad = await trainWith("broad", [SHARP, BROAD]);
    expect(broad.metrics.rocAuc.low).toBeGreaterThan(sharp.metrics.rocAuc.high);
    expect(broad.gate.verdict).toBe("refuse");
    const { code, finding, message } = broad.gate.reasons.find(
      ({ code }: { code: string }) => code === "value.over-champion",
    );
    expect([code, finding]).toEqual(["value.over-champion", "refuse"]);
    expect(message).toMatch(/^It earns less than the champion: −\$/);
    expect(broad.next.join("\n")).toContain(`alidade release broad.mts ${broad.model.id} --approve "head of sales"`);
  });

  test("a lower area with a higher value passes", async () => {
    const broad = await trainWith("broad", [SHARP, BROAD]);
    expect(broad.adoption.kind).toBe("champion");
    const sharp = await trainWith("sharp");
    expect(sharp.metrics.rocAuc.high).toBeLessThan(broad.metrics.rocAuc.low);
    expect(sharp.gate.verdict).toBe("pass");
    expect(sharp.adoption).toMatchObject({ kind: "waiting", message: expect.stringContaining("your decision") });
  });
});

test("one price flips verdict, threshold, report and plan, with no other edit", async () => {
  const dear = await trainWith("dear");
  const dearly = { served: await serving("dear"), page: await readFile(dear.report, "utf8") };
  const { verdict: worth, plan: proof } = await json("assess", "dear.mts");
  await desk.remove();
  desk = await openDesk();
  await desk.write("winback.csv", winback());
  const cheap = await trainWith("cheap", ["call: { yes: 30,", "call: { yes: 4,"]);
  const cheaply = { served: await serving("cheap"), page: await readFile(cheap.report, "utf8") };
  // The same model, byte for byte: only what it is worth has changed.
  expect(cheap.model.id).toBe(dear.model.id);
  expect([dear.gate.verdict, cheap.gate.verdict]).toEqual(["pass", "refuse"]);
  expect([dear.adoption.kind, cheap.adoption.kind]).toEqual(["champion", "waiting"]);
  expect(dearly.served).not.toBe(cheaply.served);
  // Cost over payoff, 5 / 30; at 4 it would be above 1.
  expect(dearly.page).toContain("pays from a probability of 16.7% on");
  expect(cheaply.page).toContain("pays under the stated payoff, whatever the probability");
  expect(dearly.page).toContain("May be released");
  expect(cheaply.page).toContain("Refused: it decides exactly as never acting does");
  const acts = [dear, cheap].map(({ value }) => value.perDecision.value);
  expect(acts[0]).toBeGreaterThan(0);
  expect(acts[1]).toBe(0);
  const { verdict, plan } = await json("assess", "cheap.mts");
  // A model with one split earns what a rule with one condition does.
  expect([worth.kind, worth.reasons[0].code]).toEqual(["use-rule", "rule.earns-as-much"]);
  expect(worth.reasons[0].message).toContain("`clicks` ≥ 0.98");
  expect(verdict.kind).toBe("dont");
  // So many customers would prove the gain; where there is none, no number of them does.
  expect(proof.units).toBeGreaterThan(100);
  expect(plan.units).toHaveProperty("insufficient");
});

describe("what its gate has not passed", () => {
  test("is released only by somebody who may, with a reason, and the history keeps both", async () => {
    await trainWith("sharp");
    const before = await serving("sharp");
    const { model } = await trainWith("broad", [SHARP, BROAD]);
    const release = (...more: readonly string[]) => desk.run("release", "broad.mts", model.id, "--unchecked", ...more);
    const refused = await release();
    expect(refused.exit).toBe(1);
    expect(refused.out).toContain("The gate has not passed it, and nobody has approved it.");
    expect(refused.out).toContain("It earns less than the champion");
    expect((await release("--canary")).exit).toBe(1);
    expect((await release("--dry-run")).out).toContain("Somebody who may has to answer for it");
    expect((await release("--approve", "the intern", "--why", "x")).err).toContain("cli.input.approver-unknown");
    expect((await release("--approve", "head of sales")).err).toContain("cli.input.approval-unreasoned");
    expect(await serving("sharp")).toBe(before);
    expect((await release("--shadow")).exit).toBe(0);
    const released = await release("--approve", "Head of Sales", "--why", "the board wants it");
    expect(released.out).toContain("Released against its gate: head of sales answers for it");
    expect(await serving("sharp")).not.toBe(before);
    const { events } = await json("history", "winback");
    const event = events.find(({ what }: { what: string }) => what === "gate.overridden");
    expect(event).toMatchObject({
      why: "the board wants it",
      by: "ada",
      facts: { approvedBy: "head of sales", models: [model.id] },
    });
    expect(event.facts.reasons[0].code).toBe("value.over-champion");
  });
});
