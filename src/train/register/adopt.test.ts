import { expect, test } from "vitest";
import type { GateReason, GateVerdict } from "../../evaluate/index.ts";
import { initialPlan, type Registry } from "../../registry/index.ts";
import { type Bench, clinic, closeBenches, openBench } from "../clinic.conformance.ts";
import { adopt } from "../index.ts";

closeBenches();

const lineage = {
  snapshot: "s",
  split: {},
  learner: "l",
  params: {},
  seed: 1,
  code: { version: "0", features: "f", contract: "c" },
  parents: [],
};
const policy = { cutoff: 0.3, atCutoff: 1, ruleAtCutoff: 0.5 };

async function modelNamed({ registry }: Bench, text: string) {
  const bytes = new TextEncoder().encode(text);
  const { record } = await registry.saveModel(
    { system: "clinic", head: "risk", lineage, metrics: {}, why: "test" },
    bytes,
  );
  return { head: "risk", id: record.id, bytes: bytes.byteLength, known: false };
}

function gateOf(verdict: GateVerdict, ...codes: readonly string[]) {
  const finding = verdict;
  return { verdict, reasons: codes.map((code): GateReason => ({ code, finding, message: code })) };
}
const passed = gateOf("pass");
const refused = gateOf("refuse", "value.over-rule");
const open = gateOf("insufficient", "objective.unstated");

async function serving(registry: Registry) {
  const plan = await registry.currentPlan("clinic");
  const release = await registry.findRelease(plan!.allocations[0]!.release);
  return {
    version: plan!.version,
    purpose: plan!.allocations[0]!.purpose,
    kind: release.kind,
    models: release.models,
    policy: release.policy,
  };
}

/** A bench, and a shorthand to adopt a model on it. */
async function bench() {
  const opened = await openBench();
  const take = async (name: string, gate = passed, system = clinic()) =>
    adopt({ system, models: [await modelNamed(opened, name)], gate, policy }, opened.registry);
  return { ...opened, take, now: () => serving(opened.registry) };
}

test("the first model to pass takes over from the rule, with a holdback beside it", async () => {
  const { take, now, registry } = await bench();
  expect(await take("a")).toEqual({ kind: "champion", message: "It passed its gate and takes over from the rule." });
  expect(await now()).toMatchObject({ kind: "model", purpose: "champion", policy: { cutoff: 0.3, ruleAtCutoff: 0.5 } });
  expect((await registry.currentPlan("clinic"))?.allocations.map(({ arm }) => arm)).toEqual(["champion", "holdback"]);
});

test("what is served already changes nothing, whatever its gate says now", async () => {
  const { take, now } = await bench();
  await take("a");
  const before = await now();
  expect((await take("a")).kind).toBe("unchanged");
  expect((await take("a", refused)).kind).toBe("unchanged");
  expect(await now()).toEqual(before);
});

test("a refused model leaves the rule, which is held to the capacity", async () => {
  const { take, now } = await bench();
  expect(await take("a", refused)).toEqual({
    kind: "waiting",
    message: "It is registered and not served: the rule stays.",
  });
  expect(await now()).toMatchObject({ kind: "rule", policy: { ruleAtCutoff: 0.5 }, version: 2 });
  await take("b", refused);
  expect(await now()).toMatchObject({ kind: "rule", version: 2 });
});

test("replacing a champion is a person's decision", async () => {
  const { take, now } = await bench();
  await take("a");
  const before = await now();
  expect(await take("b")).toMatchObject({
    kind: "waiting",
    message: expect.stringContaining("your decision"),
  });
  expect(await take("c", refused)).toEqual({
    kind: "waiting",
    message: "It is registered and not served: the champion stays.",
  });
  expect(await now()).toEqual(before);
});

test("a champion is not replaced by an unproven model because nobody states the objective any more", async () => {
  const { take, now } = await bench();
  await take("a");
  const before = await now();
  expect((await take("b", open, clinic({ stated: false }))).kind).toBe("waiting");
  expect(await now()).toEqual(before);
});

test("under an unstated objective a model that nothing speaks against is served as unproven, until one passes", async () => {
  const { take, now } = await bench();
  const system = clinic({ stated: false });
  expect((await take("a", gateOf("insufficient", "objective.unstated", "calibration.slope"), system)).kind).toBe(
    "waiting",
  );
  expect((await take("a", open, system)).kind).toBe("unproven");
  expect(await now()).toMatchObject({ purpose: "unproven", kind: "model" });
  expect((await take("b", open, system)).kind).toBe("unproven");
  expect((await take("b", open, system)).kind).toBe("unchanged");
  expect(await take("b")).toEqual({
    kind: "champion",
    message: "It passed its gate and takes over from what was served unproven.",
  });
  expect(await now()).toMatchObject({ purpose: "champion" });
});

test("an open objective excuses nothing when it is stated", async () => {
  const { take } = await bench();
  expect((await take("a", open)).kind).toBe("waiting");
});

test("a rule that a person put back stays until a person says otherwise", async () => {
  const { take, now, registry } = await bench();
  await take("a");
  await registry.rollback("clinic", { why: "it called the wrong people" });
  expect(await take("b")).toMatchObject({ kind: "waiting", message: expect.stringContaining("The rule was put back") });
  expect(await now()).toMatchObject({ kind: "rule" });
});

test("a running experiment is not disturbed", async () => {
  const { take, now, registry } = await bench();
  const plan = await initialPlan(clinic(), registry);
  const { release } = plan.allocations[0]!;
  const arm = { release, share: 0.5, purpose: "experiment", experiment: "calls" } as const;
  await registry.changePlan("clinic", 1, {
    allocations: [
      { ...arm, arm: "a" },
      { ...arm, arm: "b" },
    ],
    why: "test",
  });
  expect(await take("a")).toMatchObject({ kind: "waiting", message: expect.stringContaining('"calls" is running') });
  expect((await take("b", refused)).kind).toBe("waiting");
  expect(await now()).toMatchObject({ version: 2 });
});

test("two candidates at once: one takes over, the other waits", async () => {
  const { take, now } = await bench();
  const both = await Promise.all([take("a"), take("b")]);
  expect(both.map(({ kind }) => kind).sort()).toEqual(["champion", "waiting"]);
  expect(await now()).toMatchObject({ kind: "model" });
});

test("a system without heads serves its rule, held to the capacity", async () => {
  const { registry } = await openBench();
  const input = { system: clinic({ heads: false }), models: [], gate: open, policy };
  expect((await adopt(input, registry)).kind).toBe("rule");
  expect(await serving(registry)).toMatchObject({ kind: "rule", policy: { ruleAtCutoff: 0.5 } });
});
