import { type Command, defineCommand } from "../calling/command.ts";
import { argument, number, withDefault } from "../calling/options.ts";

/** `alidade data lineage <thing>`: where it came from, and what came of it. */
export const command: Command = defineCommand({
  name: "lineage",
  looks: true,
  summary: "Show where a decision, model or snapshot came from, and what a file or part led to",
  about:
    "From a decision to its release, the models in it, their snapshots, and the files or tables of these, with the contract, " +
    "the features and the commit. From a file, a line of it (`people.csv:17`), a part or a snapshot to the models that learned " +
    "from it, their releases, and the decisions that these made: how many, the first, the last and the newest.",
  arguments: { what: argument("a decision, a model, a snapshot or its tag, a part, or a file") },
  options: {
    limit: withDefault(
      number("n", "decisions that are listed for each release", { min: 0, max: 10_000, integer: true }),
      3,
    ),
  },
  examples: [
    "alidade data lineage dec_0123456789",
    "alidade data lineage patients-2026-05.csv",
    "alidade data lineage patients-2026-05.csv:1042 --json",
  ],
  async run(invocation) {
    const { args, options } = invocation;
    const { trace } = await import("../lineage/trace.ts");
    const { cameFrom, ledTo, remarks, title } = await trace(args.what, options.limit, invocation);
    const { decisionsTouched } = await import("../../registry/index.ts");
    const { treeTable } = await import("../lineage/tree.ts");
    const touched = decisionsTouched(ledTo);
    const decisions = `${touched.count.toLocaleString("en-US")} decision${touched.count === 1 ? "" : "s"}`;
    const verdict =
      ledTo.length === 0 ? {} : { verdict: { tone: "neutral" as const, text: `It led to ${decisions}.` } };
    return {
      json: { about: args.what, cameFrom, ledTo, touched, remarks },
      document: {
        ...{ title, ...verdict, summary: remarks },
        sections: [
          ...(cameFrom.length === 0 ? [] : [{ title: "Came from", blocks: [treeTable(cameFrom)] }]),
          ...(ledTo.length === 0 ? [] : [{ title: "Led to", blocks: [treeTable(ledTo)] }]),
        ],
      },
    };
  },
});
