import { afterEach, describe, expect, test } from "vitest";
import { isAlidadeError } from "../kernel/index.ts";
import { encodeModel } from "../model/index.ts";
import { multiclass } from "../system/index.ts";
import { startServer } from "./index.ts";
import { hospital, type Office, openOffice } from "./office.conformance.ts";

let office: Office;
afterEach(() => office.close());

const decide = (url: string, entity: string): Promise<Response> =>
  fetch(`${url}/v1/decide`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ entity, given: { patient: 1, visits: 3 } }),
  });

describe("starting", () => {
  test("on a port that is taken is refused with the way out", async () => {
    office = await openOffice();
    const { decider } = office;
    const again = startServer({ decider, port: office.server.port, findDecision: async () => undefined });
    await expect(again).rejects.toMatchObject({ code: "server.port-in-use", hint: expect.stringContaining("--port") });
  });

  test("on no port and no address of this machine is refused", async () => {
    office = await openOffice();
    const { decider } = office;
    const start = (host: string, port: number) =>
      startServer({ decider, host, port, findDecision: async () => undefined });
    await expect(start("127.0.0.1", 70_000)).rejects.toMatchObject({ code: "server.cannot-listen" });
    await expect(start("127.256.0.1", 0)).rejects.toMatchObject({ code: "server.cannot-listen" });
  });

  test("listens on this machine alone, and anywhere else not without tokens", async () => {
    office = await openOffice();
    expect(office.server.url).toBe(`http://127.0.0.1:${office.server.port}`);
    expect(office.lines.find(({ level }) => level === "info")?.message).toMatch(/open to everybody on this machine/);
    const { decider } = office;
    const open = startServer({ decider, host: "0.0.0.0", port: 0, findDecision: async () => undefined });
    await expect(open).rejects.toMatchObject({ code: "server.tokens-needed" });
    await office.close();
    office = await openOffice([hospital], { host: "0.0.0.0" }, (tokens) =>
      tokens.create({ name: "first", scopes: ["read"], lastsMs: null }),
    );
    expect((await fetch(`http://127.0.0.1:${office.server.port}/v1/systems`)).status).toBe(401);
    expect(office.lines.find(({ level }) => level === "warn")?.message).toMatch(/without TLS/);
  });
});

describe("closing", () => {
  test("under load loses nothing that was acknowledged, and does no harm twice", async () => {
    office = await openOffice();
    const acknowledged: string[] = [];
    let refused = 0;
    let closed = false;
    const keepAsking = async (who: number): Promise<void> => {
      for (let i = 0; !closed; i++) {
        const response = await decide(office.server.url, `${who}-${i}`).catch(() => undefined);
        if (response?.status === 200) acknowledged.push(((await response.json()) as { id: string }).id);
        else refused++;
      }
    };
    const load = Promise.all(Array.from({ length: 20 }, (_, who) => keepAsking(who)));
    while (acknowledged.length < 100) await new Promise((next) => setTimeout(next, 5));
    await Promise.all([office.server.close(), office.server.close()]);
    closed = true;
    await load;
    expect(refused).toBeGreaterThan(0);
    for (const id of acknowledged) expect(await office.state.journal.find("decision", id)).toBeDefined();
  });
});

describe("while it runs", () => {
  test("a release takes effect, and a head over classes answers with a probability for each", async () => {
    const head = multiclass({ label: "readmitted", learner: { learner: "constant", params: {} } });
    const system = { ...hospital, heads: { stay: head } };
    office = await openOffice([system], { refreshMs: 10 });
    const { registry } = office;
    const signature = {
      task: "multiclass",
      features: [{ name: "visits", kind: "number" }],
      classes: ["short", "long"],
    };
    const model = { format: "constant", signature, calibration: { kind: "none" }, body: { outputs: [0.75, 0.25] } };
    const lineage = { snapshot: "s", split: {}, learner: "constant", params: {}, seed: 1, parents: [] };
    const draft = {
      system: system.name,
      head: "stay",
      lineage: { ...lineage, code: { version: "0", features: "f", contract: "c" } },
    };
    const saved = await registry.saveModel(
      { ...draft, metrics: {}, gate: {}, why: "test" } as never,
      encodeModel(model as never),
    );
    const plan = (await registry.currentPlan(system.name))!;
    const rule = await registry.findRelease(plan.allocations[0]!.release);
    const { record: release } = await registry.addRelease({
      system: system.name,
      kind: "model",
      models: { stay: saved.record.id },
      weights: rule.weights,
      policy: { cutoff: 0.5, atCutoff: 1, ruleAtCutoff: 1 },
      why: "test",
    });
    const allocations = [{ ...plan.allocations[0]!, release: release.id }];
    await registry.changePlan(system.name, 1, { allocations, why: "test" });
    await expect.poll(() => office.decider.serving(system.name)?.plan.version, { timeout: 20_000 }).toBe(2);
    const answer = await (await decide(office.server.url, "a")).json();
    expect(answer).toMatchObject({ release: release.id, heads: { stay: { short: 0.75, long: 0.25 } } });
  });

  test("a store that fails is the server's own fault: logged with the request, told without details, not ready", async () => {
    office = await openOffice([hospital], { refreshMs: 10 });
    await office.state.close();
    const response = await decide(office.server.url, "a");
    expect(response.status).toBe(503);
    const problem = (await response.json()) as { code: string; instance: string };
    expect(problem.code).toBe("store.closed");
    expect(JSON.stringify(problem)).not.toContain(office.state.location);
    const line = office.lines.find(({ facts }) => (facts as { requestId?: string }).requestId === problem.instance);
    expect(isAlidadeError((line!.facts as { err: unknown }).err, "store.closed")).toBe(true);
    expect((await fetch(`${office.server.url}/readyz`)).status).toBe(503);
    expect((await fetch(`${office.server.url}/healthz`)).status).toBe(200);
    await expect.poll(() => office.lines.filter(({ message }) => message.includes("released since")).length).toBe(1);
  });

  test("what nobody foresaw becomes a problem with the request's id, and the cause goes to the log", async () => {
    const cause = new TypeError("undefined is not a function in /home/ada/secret.ts");
    office = await openOffice([hospital], { findDecision: () => Promise.reject(cause) });
    const response = await fetch(`${office.server.url}/v1/decisions/dec_1`);
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(JSON.parse(text)).toMatchObject({
      code: "kernel.unexpected",
      instance: response.headers.get("x-request-id"),
    });
    expect(text).not.toContain("ada");
    expect(office.lines.find(({ level }) => level === "error")?.facts).toMatchObject({ err: cause });
  });
});
