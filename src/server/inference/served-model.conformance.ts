import { encodeModel } from "../../model/index.ts";
import { regression, type SystemDefinition } from "../../system/index.ts";
import { type Office, openOffice, ward } from "../office.conformance.ts";

/** Days in hospital: 10 + 2 · visits, 3 more for the old and 100 where nobody knows the age, 0.5 more for the insured. */
export const stay = {
  format: "linear",
  signature: {
    task: "regression",
    features: [
      { name: "visits", kind: "number" },
      { name: "age", kind: "text" },
      { name: "insured", kind: "flag" },
    ],
    classes: [],
  },
  calibration: { kind: "none" },
  body: {
    intercept: [10],
    numbers: [
      { slot: 0, fill: 0, weight: [2], missing: [0] },
      { slot: 2, fill: 0, weight: [0.5], missing: [0] },
    ],
    texts: [{ slot: 1, levels: ["young", "old"], weight: [0, 3], missing: [100] }],
    shares: [0.5, 0.3, 0.2],
  },
} as const;

/** The hospital with a head `stay`, whose model is the champion; and the version of that model. */
export async function openWard(): Promise<{ readonly office: Office; readonly version: string }> {
  const head = regression({ label: "readmitted", learner: { learner: "constant", params: {} } } as never);
  const system = { ...ward, heads: { stay: head } } as unknown as SystemDefinition;
  const office = await openOffice([system], { refreshMs: 10 });
  return { office, version: await makeChampion(office, { system: system.name, head: "stay", model: stay }) };
}

/** A model for the only head of a system. */
export interface Champion {
  readonly system: string;
  readonly head: string;
  readonly model: object;
}

/** Gives every entity of a system what a model says, and tells its version. */
export async function makeChampion({ registry, decider }: Office, { system, head, model }: Champion): Promise<string> {
  const lineage = { snapshot: "s", split: {}, learner: "constant", params: {}, seed: 1, parents: [] };
  const code = { version: "0", features: "f", contract: "c" };
  const draft = { system, head, lineage: { ...lineage, code }, metrics: {}, gate: {}, why: "test" };
  const saved = await registry.saveModel(draft as never, encodeModel(model as never));
  const plan = (await registry.currentPlan(system))!;
  const rule = await registry.findRelease(plan.allocations[0]!.release);
  const { record: release } = await registry.addRelease({
    system,
    kind: "model",
    models: { [head]: saved.record.id },
    weights: rule.weights,
    policy: { cutoff: 0.5, atCutoff: 1, ruleAtCutoff: 1 },
    why: "test",
  });
  const allocations = [{ ...plan.allocations[0]!, release: release.id }];
  await registry.changePlan(system, 1, { allocations, why: "test" });
  await decider.refresh();
  return saved.record.id;
}
