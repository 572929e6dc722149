import { defineError, type ErrorConstructor } from "../../kernel/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { type Command, defineCommand } from "../calling/command.ts";
import { argument, choice, number, text, withDefault } from "../calling/options.ts";

interface Nothing {
  readonly system: string;
  readonly why: string;
}

export const weightsNone: ErrorConstructor<Nothing> = defineError("cli.input.weights-none", {
  headline: "No weights to try",
  message: ({ system, why }: Nothing) =>
    `A front is made of weights that can be moved against each other. "${system}" ${why}.`,
  hint: () =>
    "Declare a head for each goal, with bounds for its weight: `weights: { clicks: { start: 1, min: 0, max: 2 } }`.",
});

/** `alidade weights pareto <system>`: what weights can be had, and of which nothing can be gained without losing elsewhere. */
export const paretoWeights: Command = defineCommand({
  name: "pareto",
  summary: "Show what weights can be had: of which no metric gains without another losing",
  about:
    "Tries weights on a grid within their bounds, with the same heads: nothing is trained for another weight. What each brings is " +
    "estimated from stored decisions, by how likely they were; where chance has tried too little, on rows of the history that the " +
    "heads have not seen, which is labelled so. An outcome is better the way its watched metric says, else as its head is weighed. " +
    "Changes nothing.",
  arguments: { system: argument("the system file, or its folder") },
  options: {
    from: choice(["log", "history"], "stored decisions, or held-out rows (default the first that can tell)"),
    settings: number("n", "at most so many settings (default 40 of a log, 150 of the history)", {
      min: 2,
      max: 1_000,
      integer: true,
    }),
    decisions: withDefault(number("n", "so many of the newest stored decisions", { min: 1, integer: true }), 2_000),
    data: text("file", "read this file instead of the declared source"),
    html: text("file", "write a page with plots to this file"),
  },
  examples: [
    "alidade weights pareto system.mts",
    "alidade weights pareto examples/newsfeed/ranking/ranked-feed.mts --from history --html front.html",
  ],
  async run(invocation) {
    const { args, options, cwd } = invocation;
    const { loadSystem } = await import("../load-system.ts");
    const loaded = await loadSystem(args.system, cwd);
    requireWeights(loaded.system);
    const { frontOf } = await import("./front-of.ts");
    const told = await frontOf(loaded, options, invocation);
    const { frontDocument, frontJson } = await import("./front-document.ts");
    const { writeTo } = await import("../data/page-at.ts");
    const document = frontDocument(told, args.system);
    const page = await writeTo(options.html, () => document, invocation);
    return { json: { ...frontJson(told), ...page.json }, document: page.noted(document) };
  },
});

/** Throws `cli.input.weights-none` where no setting would decide otherwise than another. */
function requireWeights({ name: system, policy, weights }: SystemDefinition): void {
  const free = Object.values(weights).filter(({ min, max }) => min !== max).length;
  const least = policy.policy === "rank-by" ? 2 : 1;
  if (policy.policy !== "rank-by" && policy.policy !== "act-if")
    throw weightsNone({ system, why: "answers with one head, which is not weighed" });
  if (free < least)
    throw weightsNone({
      system,
      why: free === 0 ? "has none that may move" : "has one, and an order stays the same whatever it is",
    });
}
