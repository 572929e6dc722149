import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type OffersDesk, openOffersDesk } from "./offers.conformance.ts";

const METRICS = `
  clicks: guardrail(ctr("clicked"), { lose: 0.1, threshold: 0.2, owner: "growth" }),
  buyers: success(conversion("bought"), { baseline: 0.05, target: 0.9, source: "industry", owner: "sales", review: "2026-03-10" }),
  through: success(purchaseThrough("bought", "clicked"), { baseline: 0.9, target: 0.95 }),
  back: success(retention(7)),
  cost: success(acquisitionCost("bought"), { target: 8, source: "stakeholder" }),
  return: success(roi(), { threshold: 0 }),
  spread: success(effectiveCatalogueSize()),
  slow: success(decisionLatency(0.9), { threshold: 2, review: "2027-01-01" }),
`;

let desk: OffersDesk;
beforeEach(async () => {
  desk = await openOffersDesk(METRICS);
});
afterEach(() => desk.remove());

const plain = (text: string) => text.replaceAll(/\s+/g, " ");

describe("alidade metrics <system>", () => {
  test("shows every metric beside what is wanted of it, an overdue re-evaluation first", async () => {
    await desk.serve(30);
    const found = await desk.json("metrics", "offers.mts");
    const names = found.metrics.map(({ name }: { name: string }) => name);
    expect(names.slice(0, 3)).toEqual(["buyers", "money earned a year", "clicks"]);
    const of = (name: string) => found.metrics.find((one: { name: string }) => one.name === name);
    expect(of("buyers")).toMatchObject({
      ...{ metric: "conversion", unit: "percent", goal: { source: "industry", owner: "sales" } },
      standing: { kind: "on-its-way", overdue: true },
    });
    // One in two of seven in ten clicks; a half of these buy.
    expect(of("clicks").estimate.low).toBeLessThan(0.35);
    expect(of("clicks").estimate.high).toBeGreaterThan(0.35);
    expect(of("clicks").standing.kind).toBe("within");
    expect(of("through").standing.kind).toBe("worse");
    expect(of("slow").standing.kind).toBe("breached");
    expect(of("latency p99")).toMatchObject({ goal: { threshold: 20 }, standing: { kind: "within" } });
    expect(of("return").standing.kind).toBe("within");
    expect(of("explained").estimate.value).toBe(1);
    const { out, exit } = await desk.run("metrics", "offers.mts");
    expect(exit).toBe(0);
    expect(plain(out)).toContain("Overdue: “buyers” was to be looked at again by 2026-03-10. It belongs to sales.");
    expect(plain(out)).toMatch(/3 metrics need a look: “buyers”, “through”, “slow”/);
    expect(plain(out)).toMatch(/clicks [\d.]+% \([\d.]+% to [\d.]+%\) threshold 20.0% within its threshold/);
  });

  test("reads a day more, and not all again", async () => {
    await desk.serve(30);
    const first = await desk.json("metrics", "offers.mts");
    await desk.serve(1);
    const { entriesRead, metrics } = await desk.json("metrics", "offers.mts", "--days", "31");
    // Nothing is skipped on a page that holds a day that is still open; one page holds 2,000 entries, more than there are.
    expect(entriesRead).toBeGreaterThan(first.entriesRead);
    const anew = await openOffersDesk(METRICS);
    try {
      await anew.serve(31);
      expect((await anew.json("metrics", "offers.mts", "--days", "31")).metrics).toEqual(metrics);
    } finally {
      await anew.remove();
    }
  });

  test("says what cannot be known yet, before the first decision and without goals", async () => {
    await desk.declare("");
    await desk.serve(0);
    const { out } = await desk.run("metrics", "offers.mts");
    expect(plain(out)).toContain("not enough data (no decisions)");
    expect(plain(out)).toContain("not known yet");
  });

  test("writes a page with a plot over time for each", async () => {
    await desk.serve(12);
    const { out } = await desk.run("metrics", "offers.mts", "--html", "m.html");
    expect(plain(out)).toContain("With plots over time:");
    const page = await readFile(join(desk.folder, "m.html"), "utf8");
    expect(page).toContain("Over time");
    expect(page.match(/<svg/g)?.length).toBeGreaterThan(8);
  });

  test("asks a running server, too, and says where it is not one", async () => {
    await desk.serve(1);
    const text = [
      `process_start_time_seconds ${desk.clock.now() / 1_000 - 3_600}`,
      ...["process_cpu_seconds_total 360", "process_resident_memory_bytes 104857600"],
      ...['alidade_request_duration_seconds_bucket{route="a",le="0.001"} 50'],
      ...['alidade_request_duration_seconds_bucket{route="a",le="0.002"} 100'],
      ...['alidade_request_duration_seconds_bucket{route="a",le="+Inf"} 100'],
      ...[
        'alidade_request_duration_seconds_count{route="a"} 100',
        'alidade_problems_total{code="x \\"y\\" {z}"} 3',
        "",
      ],
    ].join("\n");
    const seen: (string | undefined)[] = [];
    const server = createServer(({ headers }, response) => {
      seen.push(headers.authorization);
      response.end(text);
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const found = await desk.json("metrics", "offers.mts", "--url", url);
    expect(found.server).toMatchObject({ uptimeMs: 3_600_000, cpu: 0.1, memoryBytes: 104_857_600, requests: 100 });
    expect(found.server.latency).toEqual({ p50: 1, p95: 1.9, p99: 1.98 });
    expect(found.server.problems.value).toBe(0.03);
    expect(seen).toEqual([undefined]);
    expect(plain((await desk.run("metrics", "offers.mts", "--url", url)).out)).toContain("Processor 10.0%");
    await new Promise((done) => server.close(done));
    const { error } = await desk.json("metrics", "offers.mts", "--url", url);
    expect(error).toMatchObject({ code: "cli.input.server-unreachable" });
  });
});

describe("alidade metrics, the catalogue", () => {
  test("lists all families, and finds a metric by what else it is called", async () => {
    const { metrics } = await desk.json("metrics");
    expect(new Set(metrics.map(({ family }: { family: string }) => family))).toEqual(
      new Set(["model", "system", "business"]),
    );
    expect(new Set(metrics.map(({ name }: { name: string }) => name)).size).toBe(metrics.length);
    const { metrics: found } = await desk.json("metrics", "--search", "cross-entropy");
    expect(found[0].name).toBe("log-loss");
    expect((await desk.json("metrics", "Cross Entropy")).name).toBe("log-loss");
    expect((await desk.json("metrics", "takeRate")).word).toBe('takeRate("accepted")');
    expect((await desk.run("metrics", "accuracy")).out).toContain("rare classes");
    expect((await desk.run("metrics", "--search", "zzz")).out).toContain("Nothing in the catalogue speaks of “zzz”");
  });

  test("refuses a name that nothing has, with the nearest", async () => {
    const { exit, err } = await desk.run("metrics", "convertion");
    expect(exit).toBe(3);
    expect(plain(err)).toContain('Nothing in the catalogue is called "convertion". Did you mean `conversion`?');
    expect((await desk.run("metrics", "nowhere/system.mts")).exit).toBe(3);
  });
});

describe("alidade metrics --outputs", () => {
  const write = async (name: string, ...lines: readonly unknown[]) => {
    const { writeFile } = await import("node:fs/promises");
    await writeFile(
      join(desk.folder, name),
      lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n"),
    );
  };

  test("scores texts, and says what a file does not hold", async () => {
    await write(
      "o.jsonl",
      { output: "a cat sat on it", reference: "a cat sat on it" },
      { output: "b", reference: ["c", "d"], logprobs: [-1] },
    );
    const found = await desk.json("metrics", "--outputs", "o.jsonl");
    expect(found).toMatchObject({ texts: 2 });
    const of = (name: string) => found.metrics.find((one: { name: string }) => one.name === name).value;
    expect(of("exact-match").value).toBe(0.5);
    expect(of("text-perplexity")).toMatchObject({ kind: "insufficient", have: 1 });
    expect(plain((await desk.run("metrics", "--outputs", "o.jsonl")).out)).toContain("bert-score is left out");
  });

  test.each<readonly [string, unknown, string]>([
    ["no JSON", "{", "has no JSON on line 1"],
    ["no output", { reference: "a" }, "has no text `output` (line 1)"],
    ["no reference", { output: "a", reference: [] }, "has no text `reference`"],
    ["a chance above 1", { output: "a", reference: "b", logprobs: [0.2] }, "`logprobs`"],
    ["uneven vectors", { output: "a", reference: "b", outputVectors: [[1, 2]], referenceVectors: [[1]] }, "one length"],
    ["nothing", "", "is empty"],
  ])("refuses a file with %s", async (_, line, words) => {
    await write("o.jsonl", line);
    const { error } = await desk.json("metrics", "--outputs", "o.jsonl");
    expect(error).toMatchObject({ code: "cli.input.outputs-unusable", message: expect.stringContaining(words) });
  });
});
