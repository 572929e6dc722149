import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { decideOne, loadState } from "../../decide/index.ts";
import { virtualClock } from "../../kernel/index.ts";
import { encodeModel } from "../../model/index.ts";
import type { DecisionRecord, OutcomeRecord } from "../../records/index.ts";
import { type Desk, type InState, openDesk, shopCsv } from "../host/host.conformance.ts";
import { loadSystem } from "../load-system.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
  await desk.write("shop.csv", shopCsv());
  await desk.run("init", "shop.csv", "--label", "bought");
});
afterEach(() => desk.remove());

const inState = <T>(work: InState<T>): Promise<T> => desk.inState(virtualClock(1_000), work);

/** A model that says 0.9 to everybody, whose policy leaves that share to chance, registered as training would. */
async function train(share: number): Promise<string> {
  const features = [
    { name: "visits", kind: "number" },
    { name: "channel", kind: "text" },
  ] as const;
  const signature = { task: "binary", features, classes: [] } as const;
  const bytes = encodeModel({ format: "constant", signature, calibration: { kind: "none" }, body: { outputs: [0.9] } });
  const code = { version: "1", features: "f", contract: "c" };
  const lineage = { snapshot: "s", split: {}, learner: "constant", params: {}, seed: 1, parents: [], code };
  const mix = share === 0 ? {} : { mix: { share, acts: 0.5 } };
  const metrics = { policy: { cutoff: 0.5, atCutoff: 1, ruleAtCutoff: 1, ...mix } };
  const draft = { system: "shop", head: "bought", lineage, metrics, gate: { verdict: "pass" }, why: "test" };
  return await inState(async (registry) => (await registry.saveModel(draft, bytes)).record.id);
}

/** Serves, decides on customers, and tells of every third that they bought. */
async function decided(share: number, count = 400): Promise<void> {
  await desk.run("release", "shop", await train(share), "--unchecked");
  const { system } = await loadSystem("shop", desk.folder);
  const [outcome] = Object.keys(system.outcomes);
  await inState(async (registry, { journal }) => {
    const serving = await loadState(system, (await registry.currentPlan("shop"))!, { registry });
    const records = Array.from({ length: count }, (_, i): DecisionRecord => {
      const [id, entity] = [`dec_${i}`, String(i)];
      const given = { customer_id: i, visits: i % 10, channel: ["web", "phone", "shop"][i % 3] };
      return {
        v: 1,
        kind: "decision",
        id,
        at: i,
        subject: entity,
        body: { ...decideOne(serving, { id, entity, given }), took: 1 },
      };
    });
    const told = records
      .filter((_, i) => i % 3 === 0)
      .map(({ id, at }): OutcomeRecord => {
        const body = { system: "shop", decision: id, outcome: outcome!, value: true, happenedAt: at + 1 };
        return { v: 1, kind: "outcome", id: `out_${id}`, at: at + 1, body };
      });
    await journal.append([...records, ...told]);
  });
}

const json = async (...argv: readonly string[]) => JSON.parse((await desk.run(...argv, "--json")).out);
const plain = (text: string): string => text.replaceAll(/\s+/g, " ");

describe("weights preview", () => {
  test("tells what would change and what that would bring, writes a page, and changes nothing", async () => {
    await decided(0.5);
    const page = join(desk.folder, "preview.html");
    const { exit, out } = await desk.run("weights", "preview", "shop", "bought=0.5", "--html", page);
    expect(exit).toBe(0);
    const words = plain(out);
    expect(words).toMatch(/of 400 stored decisions .* would be made otherwise: \d+ would not be acted on any more/);
    expect(words).toMatch(/per 1,000 decisions (more|less) \(95% interval: /);
    expect(words).toContain("alidade weights ramp shop bought=0.5");
    expect(await readFile(page, "utf8")).toContain("What would move");
    const { versions } = await json("weights", "history", "shop");
    expect(versions).toMatchObject([{ version: 1, values: { bought: 1 } }]);
  });

  test("is one JSON document for programs", async () => {
    await decided(0.5);
    const found = await json("weights", "preview", "shop", "--threshold", "0.95");
    expect(found).toMatchObject({
      proposal: { threshold: 0.95 },
      changes: { decisions: 400, untried: 0 },
      unreadable: 0,
      fix: null,
    });
    expect(["better", "worse", "no-difference-shown"]).toContain(found.verdict);
    expect(found.metrics.map(({ metric }: { metric: string }) => metric)).toContain("acted on");
    expect(found.evidence.overlap.decisions).toBe(400);
  });

  test("of a policy without any chance says what cannot be told, and what exploring would mend that", async () => {
    await decided(0);
    const { exit, out } = await desk.run("weights", "preview", "shop", "bought=0.5");
    expect(exit).toBe(0);
    const words = plain(out);
    expect(words).toContain(
      "What it would bring cannot be told. Too much of what the policy would do was never tried.",
    );
    expect(words).toContain("Of 100% of the changes nothing alike was ever tried");
    expect(words).toContain("explore: epsilon(0.05)");
    expect((await json("weights", "preview", "shop", "bought=0.5")).verdict).toBe("cannot-be-told");
  });

  test("of what is served already says that nothing would change", async () => {
    await decided(0.5, 100);
    const found = await json("weights", "preview", "shop", "bought=1");
    expect(found).toMatchObject({ verdict: "nothing-changes", sentence: "Nothing would change." });
  });

  test.each([
    [["shop"], "cli.nothing-proposed", 2],
    [["shop", "bought=9"], "registry.weight-out-of-bounds", 3],
    [["shop", "bought"], "cli.weight-unreadable", 2],
    [["shop", "bought=0.5"], "cli.input.nothing-served", 3],
  ])("%j is refused with %s", async (argv, code, exit) => {
    await inState(async () => undefined);
    const ran = await desk.run("weights", "preview", ...argv, "--json");
    expect([JSON.parse(ran.out).error.code, ran.exit]).toEqual([code, exit]);
  });
});

describe("weights ramp", () => {
  test("gives other weights to a growing part of the entities; a rollback takes both back", async () => {
    await desk.run("release", "shop", await train(0), "--unchecked");
    const ran = await desk.run("weights", "ramp", "shop", "bought=0.5", "--ramp", "2,50,100", "--why", "calmer");
    expect(plain(ran.out)).toContain("gives the same models with bought=0.5 to 2% of the entities, then 50%, 100%");
    const plan = await inState((registry) => registry.currentPlan("shop"));
    expect(plan).toMatchObject({ ramp: { steps: [0.02, 0.5, 1], limits: { scoreShift: null } } });
    expect(plan?.allocations.map(({ purpose }) => purpose)).toContain("canary");
    expect((await json("weights", "shop")).values).toEqual({ bought: 0.5 });
    expect((await json("rollback", "shop")).plan).toMatchObject({ version: 3, restores: 1 });
    expect((await json("weights", "shop")).values).toEqual({ bought: 1 });
  });

  test.each([
    [["shop", "bought=0.5", "--why", "x"], "cli.input.nothing-served", 3],
    [["shop", "bought=0.5", "--why", "x", "--ramp", "5,2"], "cli.ramp-unreadable", 2],
  ])("%j is refused with %s", async (argv, code, exit) => {
    await inState(async () => undefined);
    const ran = await desk.run("weights", "ramp", ...argv, "--json");
    expect([JSON.parse(ran.out).error.code, ran.exit]).toEqual([code, exit]);
  });

  test("of a rule is refused: it has no weights", async () => {
    await train(0);
    await desk.run("release", "shop", "rule");
    const ran = await desk.run("weights", "ramp", "shop", "bought=0.5", "--why", "x", "--json");
    expect([JSON.parse(ran.out).error.code, ran.exit]).toEqual(["cli.input.rule-has-no-weights", 3]);
  });
});
