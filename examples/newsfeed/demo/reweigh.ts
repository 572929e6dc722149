import { loadState, type Preview, previewProposal } from "../../../src/decide/index.ts";
import { known } from "../../../src/kernel/index.ts";
import type { DecisionRecord, OutcomeRecord } from "../../../src/records/index.ts";
import { journalSoFar } from "./journal.ts";
import type { Proven } from "./prove.ts";
import { inAct, type Opened, type Stage } from "./stage.ts";

/** What other weights were to change, and that nothing was trained for it. */
export interface Reweighed {
  readonly values: Readonly<Record<string, number>>;
  readonly preview: Preview;
  /** Ids of the models before and after, by head. */
  readonly models: {
    readonly before: Readonly<Record<string, string>>;
    readonly after: Readonly<Record<string, string>>;
  };
  /** Milliseconds from the order until it was served. */
  readonly took: number;
}

/** A post that breaks a rule is to weigh as much as three engagements, and one that pleases a little more. */
const VALUES = { quality: 0.3, violation: -3 } as const;

/** Act 6: other weights, previewed on what was decided, then served with the same models. */
export async function reweigh(stage: Stage, { chosen }: Proven, opened: Opened): Promise<Reweighed | null> {
  const step = inAct(stage.options.progress, 6, "Re-weigh").step("Fewer violations, without retraining");
  if (chosen === "rule") {
    step.done("the rule serves, and has no weights");
    return null;
  }
  const { registry, system, options } = stage;
  const preview = await previewOf(stage);
  const before = await servedModels(stage);
  const started = performance.now();
  const why = "the moderators ask for fewer posts that break the rules";
  await registry.reweigh(system, { values: VALUES, why });
  await opened.decider.refresh();
  const took = performance.now() - started;
  const after = await servedModels(stage);
  options.signal.throwIfAborted();
  step.done(`served after ${took.toFixed(0)} ms with the same ${Object.keys(after).length} models`);
  return { values: VALUES, preview, models: { before, after }, took };
}

async function previewOf({ registry, system, state, clock }: Stage): Promise<Preview> {
  const plans = await registry.planHistory(system.name);
  const serving = await loadState(system, known(plans.at(-1), "a plan"), { registry });
  const entries = await journalSoFar(state.journal)();
  return await previewProposal({
    ...{ system, serving, now: clock.now(), proposal: { weights: VALUES } },
    decisions: entries.filter((entry): entry is DecisionRecord => entry.kind === "decision").slice(-6_000),
    outcomes: entries.filter((entry): entry is OutcomeRecord => entry.kind === "outcome"),
    servedBy: async (id) => {
      const found = plans.find((plan) => plan.id === id);
      return found === undefined ? undefined : await loadState(system, found, { registry });
    },
  });
}

async function servedModels({ registry, system }: Stage): Promise<Readonly<Record<string, string>>> {
  const plan = await registry.currentPlan(system.name);
  return (await registry.findRelease(plan?.allocations[0]?.release ?? "")).models;
}
