import type { Proposal, ServingState } from "../../decide/index.ts";
import { defineError, type ErrorConstructor } from "../../kernel/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { type Command, defineCommand, type Invocation } from "../calling/command.ts";
import { argument, number, required, text, withDefault } from "../calling/options.ts";
import { nothingServed } from "../releases/preview-weights.ts";
import type { PlanStates } from "./plan-states.ts";

export const versionUnknown: ErrorConstructor<{ readonly got: string; readonly system: string }> = defineError(
  "cli.input.version-unknown",
  {
    headline: "No such version",
    message: ({ got, system }: { readonly got: string; readonly system: string }) =>
      `A version is a release (rel_…), weights (wts_…, or risk=0.7,cost=0.1), a traffic plan (pln_…, or its number) or \`rule\`. "${system}" has no ${got}.`,
    hint: ({ system }) => `\`alidade history ${system}\` lists them.`,
  },
);

/** `alidade incident replay <system> --under <version>`: stored decisions made again under another version. */
export const replayIncident: Command = defineCommand({
  name: "replay",
  summary: "Make stored decisions again under another release, other weights or an earlier plan",
  about:
    "How many would come out otherwise, which, and what that would have brought: estimated from what was tried, with intervals. Changes nothing.",
  arguments: { system: argument("the system file, or its folder") },
  options: {
    under: required(
      text("version", "a release (rel_…), weights (wts_… or risk=0.7), a plan (pln_… or its number), or `rule`"),
    ),
    during: text("from..to", "only decisions of this stretch (default: the newest)"),
    decisions: withDefault(number("n", "so many at most", { min: 1, integer: true }), 10_000),
  },
  examples: [
    "alidade incident replay system.mts --under rel_0123456789abcdef --during 2026-06-08",
    "alidade incident replay system.mts --under risk=0.7",
    "alidade incident replay system.mts --under 3",
  ],
  async run(invocation) {
    const { args, options, cwd, clock, signal, progress } = invocation;
    const now = clock.now();
    const { loadSystem } = await import("../load-system.ts");
    const { system } = await loadSystem(args.system, cwd);
    const plan = await (await invocation.registry()).currentPlan(system.name);
    if (plan === undefined) throw nothingServed({ system: system.name });
    const { planStates } = await import("./plan-states.ts");
    const states = await planStates(system, invocation);
    const serving = await states.of(plan);
    const asked = { system, states, serving, under: options.under ?? "" };
    const proposal = await proposalFor(asked, invocation);
    const { readStretch } = await import("./times.ts");
    const during = options.during === undefined ? { from: 0, to: now + 1 } : readStretch(options.during, now);
    const { readStretches } = await import("../../watch/index.ts");
    const { journal } = await invocation.openState(false);
    const step = progress.step("Deciding again");
    const most = options.decisions ?? 10_000;
    const { all } = await readStretches({ journal, system: system.name, stretches: { all: [during] }, most, signal });
    const { previewProposal } = await import("../../decide/index.ts");
    const preview = await previewProposal({ system, ...all, now, serving, proposal, servedBy: states.byId });
    step.done(`${all.decisions.length} decisions`);
    const { previewDocument, previewJson } = await import("../releases/preview-document.ts");
    const told = { system, proposal: shownProposal(proposal), serving, preview, file: args.system };
    const title = `Decisions of ${system.name}, made again under ${asked.under}`;
    return { json: { under: asked.under, ...previewJson(told) }, document: { ...previewDocument(told), title } };
  },
});

interface Asked {
  readonly system: SystemDefinition;
  readonly states: PlanStates;
  readonly serving: ServingState;
  readonly under: string;
}

/** What is loaded is of no use to a reader. */
function shownProposal({ instead: _, ...rest }: Proposal): Proposal {
  return rest;
}

async function proposalFor(asked: Asked, invocation: Pick<Invocation, "registry">): Promise<Proposal> {
  const { system, states, serving, under } = asked;
  const registry = await invocation.registry();
  if (under.includes("=")) {
    const { readWeights } = await import("../releases/weight-values.ts");
    return { weights: readWeights(under.split(",")) };
  }
  if (under.startsWith("wts_")) return { weights: (await registry.findWeights(system.name, under)).values };
  const plan = states.plans.find(({ id, version }) => id === under || String(version) === under);
  if (plan !== undefined) return { instead: await states.of(plan) };
  const releases = await registry.releases(system.name);
  const release = releases.findLast(({ id, kind }) => id === under || (under === "rule" && kind === "rule"));
  if (release === undefined) throw versionUnknown({ got: under, system: system.name });
  // The holdback stays held back, and everybody else gets it.
  const allocations = serving.plan.allocations.map((one) => ({ ...one, release: release.id }));
  return { instead: await states.of({ ...serving.plan, id: `pln_under_${release.id}`, allocations }) };
}
