import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Desk, openDesk, shopCsv } from "../host/host.conformance.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
  await desk.write("shop.csv", shopCsv());
});
afterEach(() => desk.remove());

/** A shop of which the rule decides: a training then takes no time. */
const shop = ({ miss = -500, why = "first", more = "" } = {}): string => `
import { actIf, contract, csv, flag, moneyEarned, number, of, on, share, success, text } from "alidade";
const h = on(contract({ customer_id: number({ integer: true }), visits: number(), channel: text(), bought: flag({ known: "after" }) }));
export default h.system({
  name: "shop", source: csv("shop.csv"), entity: "customer_id",
  objective: {
    metric: moneyEarned, direction: "increase", baseline: 0, target: 100, by: "2030-01-01", currency: "EUR",
    payoff: { send: { yes: 6, no: 0 }, skip: { yes: ${miss}, no: 0 } }, asked: "marketing", approves: ["board"], why: "${why}",
    ${more}
  },
  outcomes: { bought: h.outcome({ within: "7d", history: (r) => r.bought, changedByActing: false }) },
  features: h.features((r) => ({ visits: r.visits })),
  rule: (f) => f.visits.atLeast(2), heads: {}, weights: {}, policy: actIf({ threshold: "from-payoff" }),
});`;

let files = 0;

/** The file as it is now, under a name of its own: a module is loaded once. */
async function train(changed: Parameters<typeof shop>[0]): Promise<void> {
  files += 1;
  const file = `shop-${files}.mts`;
  await desk.write(file, shop(changed));
  const { err, exit } = await desk.run("train", file);
  expect({ exit, err: exit > 1 ? err : "" }).toMatchObject({ err: "" });
}

describe("alidade history", () => {
  test("tells the iteration as a story, with what grew for no reason", async () => {
    await train({});
    const signed = await desk.run("history", "sign", "shop", "--as", "board", "--why", "agreed in March");
    expect(signed.out).toContain("board stands behind version 1 of its objective");
    await train({ miss: -800, why: "a study of returns" });
    await train({ miss: -800, why: "a study of returns", more: 'metrics: { sales: success(share("bought")) },' });
    const { out, exit } = await desk.run("history", "shop");
    expect(exit).toBe(0);
    expect(out).toContain("Scope creep: 1 thing grew without a reason, in version 3.");
    expect(out).toContain("The price of a missed case rose from 500 to 800 EUR.");
    expect(out).toContain("Because: a study of returns.");
    expect(out).toContain("Board signed it on 2026-01-01 (ada: “agreed in March”).");
    expect(out).toContain("The metric “sales” was added.");
    expect(out).toContain("Grown without a reason");
    expect(out).toContain("first model");
    expect(out).toContain("1 more section in detail: `--detail` shows it");
    expect((await desk.run("history", "shop", "--detail")).out).toContain("Everything that happened");
    const { story, events } = JSON.parse((await desk.run("history", "shop", "--json")).out);
    expect(story.chapters).toHaveLength(3);
    expect(story.chapters[2].creep).toMatchObject([{ path: "metrics.sales" }]);
    expect(events.length).toBeGreaterThan(3);
  });

  test("tells what a file says that was not kept yet", async () => {
    await train({});
    await desk.write("next.mts", shop({ miss: -900 }));
    const { out } = await desk.run("history", "next.mts");
    expect(out).toContain("In the file, and not kept yet");
    expect(out).toContain("The price of a missed case rose from 500 to 900 EUR.");
  });

  test("lists every event on request, and writes a page", async () => {
    await train({});
    const { out } = await desk.run("history", "shop", "--events", "--limit", "2");
    expect(out).toMatch(/The newest 2 of \d+/);
    expect(out).toContain("Newest first");
    const page = await desk.run("history", "shop", "--html", "story.html");
    expect(page.out).toContain("The page is");
  });

  test("signs only as somebody whom the objective names", async () => {
    await train({});
    const { err, exit } = await desk.run("history", "sign", "shop", "--as", "intern", "--why", "why not");
    expect(exit).toBe(3);
    expect(err).toContain('Version 1 names board. Got "intern".');
  });
});

describe("alidade check", () => {
  /** A shop in which visits hardly tell who buys: what tells all by itself is wrong already. */
  const rows = Array.from({ length: 300 }, (_, i) => `${i + 1},${(i * 7) % 10},web,${(i * 13) % 8 < 4 ? "yes" : "no"}`);
  const check = async (requirements: string) => {
    files += 1;
    await desk.write("shop.csv", ["customer_id,visits,channel,bought", ...rows].join("\n"));
    await desk.write(`check-${files}.mts`, shop({ more: `requirements: ${requirements},` }));
    const { out, exit } = await desk.run("check", `check-${files}.mts`);
    return { out: out.replace(/\s+/g, " "), exit };
  };

  test("lists what the requirements demand and set, and refuses what a rule of law demands", async () => {
    const { out, exit } = await check('{ regulated: "GDPR", realTime: { p99Ms: 20 } }');
    expect(exit).toBe(1);
    expect(out).toContain("1 of 1 features have none: `visits`.");
    expect(out).toContain('objective.transparency: "explainable"');
    expect(out).toContain("objective.guardrails: [latency({ p99Ms: 20 })]");
  });

  test("only notes what the other requirements demand", async () => {
    const { out, exit } = await check('{ retrain: "30d", keep: { decisions: "2d" } }');
    expect(exit).toBe(0);
    expect(out).toContain("No time is declared, so rows are split by chance.");
    expect(out).toContain("Keep decisions for 7d at least");
  });

  test("says nothing of requirements where there are none", async () => {
    expect((await check("{}")).out).not.toContain("requirements");
  });
});
