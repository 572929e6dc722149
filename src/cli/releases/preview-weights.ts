import { defineError, type ErrorConstructor } from "../../kernel/index.ts";
import { type Command, defineCommand } from "../calling/command.ts";
import { anyArguments, argument, number, text, withDefault } from "../calling/options.ts";
import { readWeights } from "./weight-values.ts";

export const nothingServed: ErrorConstructor<{ readonly system: string }> = defineError("cli.input.nothing-served", {
  headline: "Nothing is served yet",
  message: ({ system }: { readonly system: string }) =>
    `A preview compares with what is served. Nothing of "${system}" was released yet.`,
  hint: ({ system }) => `\`alidade release ${system} <model>\` serves a trained model.`,
});

export const nothingProposed: ErrorConstructor<object> = defineError("cli.nothing-proposed", {
  headline: "Nothing to preview",
  message: () => "A preview needs a weight, such as quality=0.7, or `--threshold`. Got neither.",
});

/** `alidade weights preview <system> quality=0.7`: which stored decisions would change, and what that would bring. */
export const previewWeights: Command = defineCommand({
  name: "preview",
  summary: "Tell which decisions other weights would change, and what that would bring",
  about:
    "Stored decisions are made again with the proposed weights or threshold. Money, outcomes and slices are estimated from what " +
    "was tried, with intervals; where nothing alike was ever tried it says so, and what exploring would mend that. Changes nothing.",
  arguments: { system: argument("the system file, or its folder"), weights: anyArguments("such as quality=0.7") },
  options: {
    threshold: number("score", "of a system that acts or not: act from this score on"),
    decisions: withDefault(number("n", "so many of the newest stored decisions", { min: 1, integer: true }), 10_000),
    html: text("file", "write a page with plots to this file"),
  },
  examples: [
    "alidade weights preview system.mts engagement=1 quality=0.7",
    "alidade weights preview system.mts --threshold 0.3 --html preview.html",
  ],
  async run(invocation) {
    const { args, options, cwd, clock, signal, progress } = invocation;
    const weights = readWeights(args.weights);
    const { threshold, decisions: limit = 10_000 } = options;
    if (args.weights.length === 0 && threshold === undefined) throw nothingProposed({});
    const { loadSystem } = await import("../load-system.ts");
    const { system } = await loadSystem(args.system, cwd);
    const registry = await invocation.registry();
    const { checkWeights } = await import("../../registry/index.ts");
    checkWeights(system, weights);
    const plan = await registry.currentPlan(system.name);
    if (plan === undefined) throw nothingServed({ system: system.name });
    const { journal } = await invocation.openState(false);
    const deps = { registry, ports: (await invocation.backends()).modelPorts() };
    const step = progress.step("Deciding again");
    const { storedOf } = await import("./stored-decisions.ts");
    const stored = await storedOf(journal, { system: system.name, limit, signal });
    const { loadState, previewProposal } = await import("../../decide/index.ts");
    const plans = await registry.planHistory(system.name);
    const proposal = { weights, ...(threshold === undefined ? {} : { threshold }) };
    const serving = await loadState(system, plan, deps);
    const preview = await previewProposal({
      ...{ system, proposal, now: clock.now(), ...stored, serving },
      servedBy: async (id) => {
        const found = plans.find((one) => one.id === id);
        return found === undefined ? undefined : await loadState(system, found, deps);
      },
    });
    step.done();
    const { previewDocument, previewJson } = await import("./preview-document.ts");
    const { writeTo } = await import("../data/page-at.ts");
    const told = { system, proposal, serving, preview, file: args.system };
    const document = previewDocument(told);
    const page = await writeTo(options.html, () => document, invocation);
    return { json: { ...previewJson(told), ...page.json }, document: page.noted(document) };
  },
});
