import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openState, STATE_DIRECTORY } from "../../backends/index.ts";
import { virtualClock } from "../../kernel/index.ts";
import { registryOf } from "../../registry/index.ts";
import { givenOf, NOON, sign } from "../../watch/alerts/shop.conformance.ts";
import { adviceTable, alertBook } from "../../watch/index.ts";
import { parseCommandLine } from "../calling/parse.ts";
import { commandTable } from "../command-table.ts";
import { type Desk, openDesk } from "../host/host.conformance.ts";

let desk: Desk;
const HOUR = 3_600_000;
const clock = virtualClock(NOON + 2 * HOUR);
const ids: Record<"field" | "notice" | "closed", string> = { field: "", notice: "", closed: "" };

beforeAll(async () => {
  desk = await openDesk();
  const state = await openState(`${desk.folder}/${STATE_DIRECTORY}`, { create: true });
  const context = { state, clock, who: "alidade" };
  await registryOf(context).note("shop", { what: "run.started", subject: "run_1", why: "first" });
  const book = alertBook(context);
  const open = async (...signs: Parameters<typeof book.take>[0]) =>
    (await book.take(signs, givenOf()))[0]?.alert.id ?? "";
  ids.closed = await open(sign("labels.missing", ["outcome", "left"], { says: "no label of left came for 3 days" }));
  await book.close(ids.closed, "the feed is back");
  ids.notice = await open(
    sign("latency.risen", ["server", "shop"], { reach: 0.01, says: "the slowest percent of decisions takes 31 ms" }),
  );
  ids.field = await open(
    sign("input.unit-changed", ["field", "f1"], {
      reach: 0.6,
      says: "f1 has a mean of 4,100, 100 times that of the training data",
    }),
    sign("score.shifted", ["score", "shop"], { reach: 0.6, says: "the score is 0.31 higher than usual" }),
  );
  await book.noteTold(ids.field, {
    channel: "ops",
    level: "page",
    news: 1,
    at: clock.now(),
    failed: "https://hooks.example could not be reached",
  });
  await state.close();
});
afterAll(() => desk.remove());

const run = (...argv: readonly string[]) => desk.runWith({ clock }, "alerts", ...argv);
const json = async (...argv: readonly string[]) => {
  const ran = await run(...argv, "--json");
  expect([ran.exit, ran.err]).toEqual([0, ""]);
  return JSON.parse(ran.out);
};

describe("alidade alerts", () => {
  test("lists what is open, the loudest first, and what could not be told", async () => {
    const { out } = await run("shop");
    expect(out).toContain("2 alerts wait for an answer");
    expect(out.indexOf(ids.field)).toBeLessThan(out.indexOf(ids.notice));
    expect(out).not.toContain(ids.closed);
    expect(out.replace(/\s+/g, " ")).toContain("ops not told");
    const { alerts } = await json("shop", "--all");
    expect(alerts.map(({ id }: { id: string }) => id)).toEqual([ids.field, ids.notice, ids.closed]);
  });

  test("shows one with its signs, its cause, the next step, and who was told", async () => {
    const { out } = await run("show", ids.field.slice(0, 10));
    expect(out).toContain("Signs (2)");
    const text = out.replace(/\s+/g, " ");
    for (const words of ["100 times", "field/f1", "up to $240,000", "score/shop", "could not be told", "alert.opened"])
      expect(text).toContain(words);
    expect(out).toContain("alidade incident compare system.mts --bad 2026-11-20T12:00..2026-11-20T13:00");
  });

  test("silences by kind and cause, shows it, and ends it", async () => {
    const silenced = ["silence", "shop", "--for", "3d", "--why", "campaign", "--kind", "latency"];
    const { silence } = await json(...silenced);
    expect(silence).toMatchObject({ by: "ada", kind: "latency", until: clock.now() + 72 * HOUR });
    const { out } = await run();
    expect(out.replace(/\s+/g, " ")).toContain("signs of latency of shop");
    expect(out).toMatch(new RegExp(`${ids.notice}.*silenced`));
    expect(out.replace(/\s+/g, " ")).toContain("One alert waits for an answer");
    expect(out).toContain("One more is silenced.");
    await json("unsilence", silence.id);
    expect((await json()).silences).toEqual([]);
  });

  test("acknowledges and closes in the name of whoever calls", async () => {
    expect((await json("ack", ids.notice, "--why", "looking")).alert).toMatchObject({
      acknowledged: { by: "ada", why: "looking" },
    });
    expect((await run()).out).toContain("acknowledged by ada");
    const closed = (await json("close", ids.notice, "--why", "mended", "--hours", "1.5")).alert;
    expect(closed).toMatchObject({ status: "closed", closed: { by: "ada", why: "mended" } });
    const { out } = await desk.runWith({ clock: virtualClock(NOON + 60 * 24 * HOUR) }, "maturity", "shop", "--json");
    // Noted by whoever closed it, and told by the month: of sixty days, a sixtieth a day.
    expect(JSON.parse(out).systems[0].hoursByHand).toBeCloseTo(1.5 / (60 / (365.25 / 12)), 1);
  });

  test.each([
    [["show", "alr_ffffffff"], 3, "An alert is named by its id"],
    [["ack", "nobody"], 3, "An alert is named by its id"],
    [["silence", "shop", "--for", "-2h", "--why", "x"], 3, "A duration is"],
    [["silence", "shop", "--for", "400d", "--why", "x"], 3, "within a year"],
    [["silence", "shop", "--for", "2h"], 2, "--why"],
    [["unsilence", "sil_0"], 3, "No silence is called"],
    [["shopp"], 3, "Did you mean `shop`?"],
  ])("refuses %j", async (argv, exit, words) => {
    const ran = await run(...argv);
    expect([ran.exit, ran.out]).toEqual([exit, ""]);
    expect(ran.err.replace(/\s+/g, " ")).toContain(words);
  });
});

describe("alidade alerts test", () => {
  const taken: string[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    taken.push(body);
    response.end("ok");
  });
  beforeAll(async () => {
    await once(server.listen(0, "127.0.0.1"), "listening");
    await desk.write(
      "system.mts",
      [
        'import { actIf, contract, csv, env, flag, number, on, terminal, unstated, webhook } from "alidade";',
        "const h = on(contract({ visits: number(), bought: flag({ known: 'after' }) }));",
        "export default h.system({ name: 'shop', source: csv('shop.csv'), objective: unstated({ act: 'offer', otherwise: 'rest' }),",
        "  outcomes: { bought: h.outcome({ within: '7d', history: (r) => r.bought, changedByActing: false }) },",
        "  features: h.features((r) => ({ visits: r.visits })), rule: (f) => f.visits.atLeast(3), heads: {}, weights: {},",
        "  policy: actIf({ threshold: 0.5 }),",
        "  alerts: { channels: { ops: webhook({ url: env('HOOK') }), here: terminal() } } });",
      ].join("\n"),
    );
  });
  afterAll(() => void server.close());
  const tried = (env: Record<string, string>, channel: string) =>
    desk.runWith({ clock, env }, "alerts", "test", "system.mts", channel);

  test("sends one message that says it is a test", async () => {
    const ran = await tried({ HOOK: `http://127.0.0.1:${(server.address() as AddressInfo).port}/x` }, "ops");
    expect([ran.exit, ran.out]).toEqual([0, expect.stringContaining("ops was told")]);
    expect(taken).toEqual([expect.stringContaining("a test, nothing is wrong")]);
    expect((await tried({}, "here")).err).toContain("a test, nothing is wrong");
  });

  test.each([
    [{}, "ops", "`HOOK`, which is not set"],
    [{ HOOK: "http://127.0.0.1:9/s3cret" }, "ops", "could not be reached"],
    [{}, "opps", "Did you mean `ops`?"],
  ])("with %j says why %s was not told", async (env, channel, words) => {
    const ran = await tried(env as Record<string, string>, channel);
    expect([ran.exit, ran.out]).toEqual([3, ""]);
    expect(ran.err.replace(/\s+/g, " ")).toContain(words);
    expect(ran.err).not.toContain("s3cret");
  });
});

test("every next step of the advice is a command line that this command line takes", async () => {
  const commands = await Promise.all(Object.values(commandTable).map(async (load) => (await load()).command));
  const filled = {
    system: "shop",
    file: "system.mts",
    span: "2026-11-20..2026-11-21",
    good: "2026-11-19",
    bad: "2026-11-20",
  };
  const steps = new Set(adviceTable.flatMap(({ next }) => next));
  for (const step of [...steps, "alidade weights undo {file}"]) {
    const line = step.replace(/\{(\w+)\}/g, (_, name: keyof typeof filled) => filled[name]);
    const request = parseCommandLine(line.split(" ").slice(1), { commands, version: "0", columns: 80 });
    expect([line, request.kind]).toEqual([line, "run"]);
  }
});
