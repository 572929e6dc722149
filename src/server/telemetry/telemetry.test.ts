import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openWard } from "../inference/served-model.conformance.ts";
import { hospital, type Office, openOffice } from "../office.conformance.ts";
import type { Span } from "./span.ts";
import { readTraceparent } from "./traces.ts";

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

const decide = (url: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${url}/v1/decide`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ entity: "1", given: { patient: 1, visits: 3 } }),
  });

interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/**
 * Reads the text format of Prometheus and holds it to its rules
 * (https://prometheus.io/docs/instrumenting/exposition_formats/): each family once, HELP and TYPE before its samples and all
 * of it together, no series twice, names and labels of the allowed characters, histograms cumulative up to `+Inf`.
 */
function readExposition(text: string): readonly Sample[] {
  expect(text.endsWith("\n")).toBe(true);
  const types = new Map<string, string>();
  const seen = new Set<string>();
  const samples: Sample[] = [];
  let family = "";
  for (const line of text.trimEnd().split("\n")) {
    const [, what, name = "", rest = ""] = /^# (HELP|TYPE) ([a-zA-Z_:][\w:]*) (.+)$/.exec(line) ?? [];
    if (what === "HELP") {
      expect(types.has(name)).toBe(false);
      family = name;
    } else if (what === "TYPE") {
      expect([name, rest]).toEqual([family, expect.stringMatching(/^(counter|gauge|histogram)$/)]);
      types.set(name, rest);
    } else samples.push(readSample(line, { family, type: types.get(family), seen }));
  }
  for (const [name, type] of types) if (type === "histogram") checkHistogram(name, samples);
  return samples;
}

function readSample(line: string, around: { family: string; type: string | undefined; seen: Set<string> }): Sample {
  const [, name = "", , inner = "", value = ""] =
    /^([a-zA-Z_:][\w:]*)(\{((?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\["\\n])*",?)*)\})? (\S+)$/.exec(line) ?? [];
  expect([line, name]).toEqual([line, expect.stringMatching(/\w/)]);
  const series = line.slice(0, line.lastIndexOf(" "));
  expect(around.seen.has(series)).toBe(false);
  around.seen.add(series);
  const suffixes = around.type === "histogram" ? ["_bucket", "_sum", "_count"] : [""];
  expect(suffixes.map((suffix) => around.family + suffix)).toContain(name);
  if (around.type === "counter") expect(name).toMatch(/_total$/);
  expect(Number.isNaN(Number(value))).toBe(false);
  const labels = [...inner.matchAll(/([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g)].map(([, key, text]) => [key, text]);
  return { name, labels: Object.fromEntries(labels), value: Number(value) };
}

function checkHistogram(name: string, samples: readonly Sample[]): void {
  const keyOf = ({ le: _le, ...labels }: Readonly<Record<string, string>>) => JSON.stringify(labels);
  const groups = Map.groupBy(
    samples.filter((sample) => sample.name === `${name}_bucket`),
    ({ labels }) => keyOf(labels),
  );
  for (const [key, buckets] of groups) {
    const bounds = buckets.map(({ labels }) => (labels.le === "+Inf" ? Number.POSITIVE_INFINITY : Number(labels.le)));
    expect(bounds).toEqual([...bounds].sort((a, b) => a - b));
    expect(bounds.at(-1)).toBe(Number.POSITIVE_INFINITY);
    const counts = buckets.map(({ value }) => value);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    const find = (suffix: string) =>
      samples.find((sample) => sample.name === name + suffix && keyOf(sample.labels) === key)?.value;
    expect(find("_count")).toBe(counts.at(-1));
    expect(find("_sum")).toBeGreaterThanOrEqual(0);
  }
}

describe("/metrics", () => {
  test("is what Prometheus reads, with a histogram of every stage", async () => {
    const before = readExposition(await (await fetch(`${office.server.url}/metrics`)).text());
    expect(before.some(({ name }) => name === "alidade_loop_delay_seconds")).toBe(true);
    for (let i = 0; i < 7; i++) await decide(office.server.url);
    const samples = readExposition(await (await fetch(`${office.server.url}/metrics`)).text());
    const count = (stage: string) =>
      samples.find(({ name, labels }) => name === "alidade_decision_stage_seconds_count" && labels.stage === stage)
        ?.value;
    // The hospital has no heads: its features are within the policy.
    for (const stage of ["online", "policy", "journal"]) expect([stage, count(stage)]).toEqual([stage, 7]);
    expect(samples.find(({ name }) => name === "alidade_requests_under_way")?.value).toBe(0);
  });
});

test("a decision by heads tells the time before them and their own from the policy's", async () => {
  const { office: ward } = await openWard();
  try {
    const { id } = (await (await decide(ward.server.url)).json()) as { id: string };
    expect(await ward.state.journal.find("decision", id)).toMatchObject({ body: { heads: { stay: [116] } } });
    const text = await (await fetch(`${ward.server.url}/metrics`)).text();
    const stages = [...text.matchAll(/stage_seconds_count\{system="readmission",stage="(\w+)"\} 1$/gm)];
    expect(stages.map(([, stage]) => stage)).toEqual(["online", "features", "heads", "policy", "journal"]);
    readExposition(text);
  } finally {
    await ward.close();
  }
});

describe("the header traceparent", () => {
  const trace = "4bf92f3577b34da6a3ce929d0e0e4736";
  test.each([
    [`00-${trace}-00f067aa0ba902b7-01`, true],
    [`00-${trace}-00f067aa0ba902b7-00`, false],
    [`cc-${trace}-00f067aa0ba902b7-01-what-the-future-adds`, true],
    [`ff-${trace}-00f067aa0ba902b7-01`, undefined],
    [`00-${"0".repeat(32)}-00f067aa0ba902b7-01`, undefined],
    [`00-${trace}-${"0".repeat(16)}-01`, undefined],
    [`00-${trace.toUpperCase()}-00f067aa0ba902b7-01`, undefined],
    [undefined, undefined],
  ])("%s", (header, isSampled) => {
    expect(readTraceparent(header)?.isSampled).toBe(isSampled);
  });
});

/** A collector of OTLP over HTTP, for as long as `work` lasts. */
async function collector(work: (url: string, got: Span[]) => Promise<void>, status = 200): Promise<void> {
  const got: Span[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (piece) => {
      body += piece;
    });
    request.on("end", () => {
      expect([request.url, request.headers["content-type"]]).toEqual(["/v1/traces", "application/json"]);
      for (const { scopeSpans } of JSON.parse(body).resourceSpans) got.push(...scopeSpans[0].spans);
      response.statusCode = status;
      response.end("{}");
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  try {
    await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, got);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe("spans", () => {
  test("go on with the caller's trace, hold the stages, and are sent before the server ends", async () => {
    const trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    await collector(async (url, got) => {
      const own = await openOffice([hospital], { http: { traces: { url, share: 0 } } });
      const before = Date.now();
      await decide(own.server.url, { traceparent: `00-${trace}-00f067aa0ba902b7-01` });
      await decide(own.server.url, { traceparent: `00-${trace}-00f067aa0ba902b7-00` });
      await decide(own.server.url);
      await own.close();
      const root = got.find(({ kind }) => kind === 2);
      expect(root).toMatchObject({ traceId: trace, parentSpanId: "00f067aa0ba902b7", name: "POST /v1/decide" });
      expect(got.map(({ name }) => name).sort()).toEqual(["POST /v1/decide", "journal", "online", "policy"]);
      for (const span of got) {
        expect(span.traceId).toBe(trace);
        expect(span.spanId).toMatch(/^[0-9a-f]{16}$/);
        const [start, end] = [Number(span.startTimeUnixNano) / 1e6, Number(span.endTimeUnixNano) / 1e6];
        expect(start).toBeLessThanOrEqual(end);
        expect(start).toBeGreaterThan(before - 1_000);
        if (span.kind === 1) expect(span.parentSpanId).toBe(root?.spanId);
      }
    });
  });

  test("that nobody takes cost no decision, and are said and counted once", async () => {
    await collector(async (url) => {
      const own = await openOffice([hospital], { http: { traces: { url } } });
      for (let i = 0; i < 5; i++) expect((await decide(own.server.url)).status).toBe(200);
      await expect
        .poll(async () => (await fetch(`${own.server.url}/metrics`)).text(), { timeout: 10_000 })
        .toMatch(/alidade_spans_total\{status="dropped"\} \d/);
      await own.close();
      expect(own.lines.filter(({ message }) => message === "cannot send spans")).toHaveLength(1);
    }, 503);
  });
});
