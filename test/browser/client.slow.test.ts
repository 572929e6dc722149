import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { bundled } from "../../scripts/browser-bundle.ts";
import { contract, csv, flag, number, text } from "../../src/data/index.ts";
import { perRelevant, unstatedAnswers } from "../../src/objective/index.ts";
import { rankBy } from "../../src/policy/index.ts";
import type { DecisionRecord } from "../../src/records/index.ts";
import { hospital, type Office, openOffice } from "../../src/server/office.conformance.ts";
import { on, type SystemDefinition } from "../../src/system/index.ts";
import { chromiumPath, launched, type Site, said, siteOf, suite } from "./chromium.ts";
import { type LossyLine, lineTo } from "./lossy-line.ts";

const h = on(contract({ list: text(), visitor: text(), age: number(), clicked: flag({ known: "after" }) }));

/** Orders posts, the newest first. */
const feed = h.system({
  name: "feed",
  source: csv("feed.csv"),
  entity: "visitor",
  objective: unstatedAnswers(perRelevant({ money: 1, positions: [1, 0.5] })),
  outcomes: { clicked: h.outcome({ within: "1d", history: (r) => r.clicked, changedByActing: false }) },
  features: h.features((r) => ({ age: r.age })),
  rule: (f) => f.age.times(-1),
  heads: {},
  weights: {},
  policy: rankBy({ list: "list", top: 2 }),
}) as SystemDefinition;

const PAGE = `<!doctype html><script type="module">
import { client, outcomeQueue } from "./client.js";
globalThis.lost = [];
globalThis.open = (url, token, everyMs = 20) => {
  const given = { token, retries: { firstWaitMs: 5, longestWaitMs: 20 } };
  globalThis.ward = client(url, { ...given, system: "readmission" });
  globalThis.posts = client(url, { ...given, system: "feed" });
  const onLost = ({ key }, error) => lost.push([key, error?.code]);
  globalThis.queue = outcomeQueue(url, { token, storage: localStorage, everyMs, atOnce: 5, onLost });
};
</script>`;

describe.skipIf(chromiumPath === undefined)(suite("the client in a page of another origin"), () => {
  let browser: Browser;
  let site: Site;
  let office: Office;
  let line: LossyLine;
  let context: BrowserContext;
  let page: Page;
  let token = "";
  // Not over https, and no name of this machine: browsers trust such a page less.
  const shop = (): string => `http://shop.test:${site.port}`;

  beforeAll(async () => {
    const code = await bundled(fileURLToPath(new URL("../../src/client/index.ts", import.meta.url)));
    site = await siteOf({ "/": PAGE, "/client.js": code });
    office = await openOffice([hospital, feed], { http: { origins: [shop()] } }, async (tokens) => {
      token = (await tokens.create({ name: "page", scopes: ["decide", "outcomes"], lastsMs: null })).secret;
    });
    line = await lineTo(office.server.url);
    browser = await launched();
  });
  afterAll(async () => {
    await browser?.close();
    await line.close();
    await site.close();
    await office.close();
  });
  beforeEach(async () => {
    line.fate = "through";
    await context?.close();
    context = await browser.newContext();
    page = await context.newPage();
    await visit();
  });

  /** Opens the page, or opens it again: what it held in memory is gone. */
  async function visit(which: Page = page): Promise<void> {
    await which.goto(`${shop()}/`);
    await which.waitForFunction("globalThis.open !== undefined && globalThis.lost !== undefined");
    await said(which, `open(${JSON.stringify(line.url)}, ${JSON.stringify(token)})`);
  }

  /** What was stored of outcomes whose key begins so. */
  async function stored(prefix: string): Promise<readonly string[]> {
    const { entries } = await office.state.journal.read(null, 100_000);
    const keys = entries.filter(({ kind }) => kind === "outcome").map(({ id }) => id.replace("readmission/", ""));
    return keys.filter((key) => key.startsWith(prefix)).sort();
  }

  const keys = (prefix: string, count: number): readonly string[] =>
    Array.from({ length: count }, (_, i) => `${prefix}-${String(i).padStart(2, "0")}`);
  const decideFor = async (entity: string): Promise<string> =>
    (
      (await said(page, `ward.decide({ entity: ${JSON.stringify(entity)}, given: { visits: 3 } })`)) as {
        id: string;
      }
    ).id;
  const report = (id: string, names: readonly string[], which: Page = page): Promise<unknown> =>
    said(
      which,
      `for (const key of ${JSON.stringify(names)}) queue.report({ decision: ${JSON.stringify(id)}, outcome: "readmitted", at: Date.now() + 1000, key })`,
    );
  const waiting = (which: Page = page): Promise<unknown> => said(which, "queue.waiting()");

  test("is not trusted by the browser as a page over https is", async () => {
    expect(await said(page, "[isSecureContext, typeof crypto.randomUUID]")).toEqual([false, "undefined"]);
  });

  test("decides, ranks and reports, with a token", async () => {
    const decision = (await said(page, `ward.decide({ entity: 1, given: { visits: 3 } })`)) as { id: string };
    expect(decision).toMatchObject({ action: "call", arm: "champion" });
    const { body } = (await office.state.journal.find("decision", decision.id)) as DecisionRecord;
    expect(body).toMatchObject({ given: { visits: 3 } });
    const candidates = [9, 1, 5].map((age, i) => ({ id: `p${i}`, given: { age } }));
    const order = await said(page, `posts.rank({ entity: "v1", candidates: ${JSON.stringify(candidates)} })`);
    expect(order).toMatchObject({ answer: ["p1", "p2"] });
    const outcome = { decision: decision.id, outcome: "readmitted", at: Date.now() + 1_000, key: "page-1" };
    expect(await said(page, `ward.outcome(${JSON.stringify(outcome)})`)).toBe("accepted");
    expect(await said(page, `ward.outcome(${JSON.stringify(outcome)})`)).toBe("known");
  });

  test("is told a problem as the error that it was, and that the server has no room, until when", async () => {
    const code = await said(page, `ward.decide({ entity: 1, given: { vists: 1 } }).catch((error) => error.code)`);
    expect(code).toBe("data.given-wrong-type");
  });

  test("cannot be used by pages of origins that are not on the list", async () => {
    const elsewhere = await context.newPage();
    await elsewhere.goto(`${site.url}/`);
    await elsewhere.waitForFunction("globalThis.open !== undefined && globalThis.lost !== undefined");
    await said(elsewhere, `open(${JSON.stringify(line.url)}, ${JSON.stringify(token)})`);
    const asked = `ward.decide({ entity: 1, given: { visits: 3 } }).catch((error) => error.code)`;
    expect(await said(elsewhere, asked)).toBe("client.unreachable");
  });

  test("gets one decision however often the answer is lost, and the caller's own where nothing can be reached", async () => {
    line.fate = "unanswered";
    const before = line.had.unanswered;
    const asked = said(page, `ward.decide({ entity: "deaf", given: { visits: 3 } }, { key: "deaf" })`);
    await expect.poll(() => line.had.unanswered).toBeGreaterThan(before + 1);
    line.fate = "through";
    const { id } = (await asked) as { id: string };
    const { entries } = await office.state.journal.read(null, 100_000);
    expect(
      entries.filter(({ kind, subject }) => kind === "decision" && subject === "deaf").map((one) => one.id),
    ).toEqual([id]);
    line.fate = "lost";
    const without = `ward.decide({ entity: 1, given: { visits: 3 } }, { withinMs: 200, fallback: { action: "skip" } })`;
    expect(await said(page, without)).toEqual({ action: "skip" });
  });

  test("keeps what it could not report through a reload, and loses and doubles nothing", async () => {
    const id = await decideFor("reload");
    line.fate = "lost";
    const names = keys("reload", 23);
    await report(id, names);
    await expect(said(page, "queue.flush()")).rejects.toThrow();
    await visit();
    expect(await waiting()).toBe(23);
    line.fate = "unanswered";
    await expect(said(page, "queue.flush()")).rejects.toThrow();
    await visit();
    line.fate = "through";
    await said(page, "queue.flush()");
    expect([await waiting(), await said(page, "lost"), await said(page, "localStorage.length")]).toEqual([0, [], 0]);
    expect(await stored("reload-")).toEqual(names);
  });

  test("sends at once when the browser says that the connection is back", async () => {
    const id = await decideFor("back");
    await said(page, `queue.stop(); open(${JSON.stringify(line.url)}, ${JSON.stringify(token)}, 3_600_000)`);
    await context.setOffline(true);
    await report(id, keys("back", 3));
    await context.setOffline(false);
    await expect.poll(waiting, { timeout: 20_000 }).toBe(0);
    expect(await stored("back-")).toEqual(keys("back", 3));
  });

  test("sends by itself when the connection is back, whatever happened meanwhile", async () => {
    const id = await decideFor("flaky");
    await context.setOffline(true);
    await report(id, keys("flaky", 12));
    await expect(said(page, "queue.flush()")).rejects.toThrow();
    await context.setOffline(false);
    line.fate = "unanswered";
    await report(id, keys("flaky", 30));
    await expect.poll(() => stored("flaky-").then(({ length }) => length), { timeout: 20_000 }).toBeGreaterThan(4);
    line.fate = "through";
    await expect.poll(waiting, { timeout: 20_000 }).toBe(0);
    expect(await stored("flaky-")).toEqual(keys("flaky", 30));
    expect(await said(page, "lost")).toEqual([]);
  });

  test("may be open twice on the same storage, and be left in the middle of sending", async () => {
    const id = await decideFor("twice");
    line.fate = "lost";
    await report(id, keys("twice", 20));
    const second = await context.newPage();
    await visit(second);
    expect(await waiting(second)).toBe(20);
    line.fate = "through";
    await Promise.all([said(second, "queue.flush()"), said(page, "void queue.flush()").then(() => visit())]);
    await expect.poll(waiting, { timeout: 20_000 }).toBe(0);
    expect(await stored("twice-")).toEqual(keys("twice", 20));
  });
});
