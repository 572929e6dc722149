import type { Document, Value } from "../../report/index.ts";
import type { Perturbation, Perturbed } from "../../watch/index.ts";
import { type Command, defineCommand } from "../calling/command.ts";
import { usage } from "../calling/errors.ts";
import { argument, number, text, withDefault } from "../calling/options.ts";

/** `alidade incident perturb <system> <decision>`: one input at a time changed. */
export const perturbIncident: Command = defineCommand({
  name: "perturb",
  summary: "Change one input of a decision at a time: what its answer hangs on",
  about:
    "Every input is set to its median, to nothing, to the next of its usual values and to the ends of what is usual, everything else as it " +
    "was, and the decision is made again under what served it. Those changes come first that lead to another answer. Changes nothing.",
  arguments: { system: argument("the system file, or its folder"), decision: argument("id of the decision") },
  options: {
    field: text("name", "this input alone"),
    usual: withDefault(
      number("n", "take what is usual from so many of the newest decisions", { min: 10, integer: true }),
      2_000,
    ),
  },
  examples: [
    "alidade incident perturb system.mts dec_0123456789",
    "alidade incident perturb system.mts dec_0123456789 --field age",
  ],
  async run(invocation) {
    const { args, options, cwd, openState, registry, backends, signal } = invocation;
    const { loadSystem } = await import("../load-system.ts");
    const { system } = await loadSystem(args.system, cwd);
    const { journal } = await openState(false);
    const { findDecision } = await import("../decisions/receipt.ts");
    const record = await findDecision(journal, args.decision);
    const { stateOf } = await import("../decisions/replay-decision.ts");
    const state = await stateOf(system, record, { registry: await registry(), ports: (await backends()).modelPorts() });
    const { storedOf } = await import("../releases/stored-decisions.ts");
    const limit = options.usual ?? 2_000;
    const { decisions: usual } = await storedOf(journal, { system: system.name, limit, signal });
    const { perturb } = await import("../../watch/index.ts");
    const found = perturb({ system, record, state, usual, field: options.field });
    if (options.field !== undefined && found.changes.length === 0)
      throw usage({
        problem: `\`--field\` must name an input of this decision that can be changed. Got "${options.field}".`,
        help: `alidade incident perturb ${args.system} ${args.decision}`,
      });
    return { json: found, document: await perturbDocument(found) };
  },
});

async function perturbDocument(found: Perturbation): Promise<Document> {
  const { paragraph, table, words } = await import("../../report/index.ts");
  const { answer, score, cutoff, margin, changes, decision } = found;
  const flips = changes.filter((change) => change.flips);
  const rows = changes
    .slice(0, MOST)
    .map((change): readonly Value[] => [
      change.field,
      wordInput(change.from),
      change.to === null ? "missing" : `${wordInput(change.to)} (${HOW[change.how]})`,
      change.score ?? "none",
      change.flips ? words(change.answer, { tone: "bad" }) : change.answer,
    ]);
  return {
    title: `What ${decision} hangs on`,
    verdict: { tone: "neutral", text: `${answer}${score === null ? "" : `, with a score of ${short(score)}`}` },
    summary: [
      ...(margin === null || cutoff === null
        ? []
        : [
            `It is acted on from ${short(cutoff)}: the score lies ${short(Math.abs(margin))} ${margin >= 0 ? "above" : "below"} that.`,
          ]),
      flips.length === 0
        ? "No single change to a usual value leads to another answer."
        : `${flips.length} of ${changes.length} single changes lead to another answer, by ${[...new Set(flips.map(({ field }) => field))].join(", ")}.`,
    ],
    sections: [
      {
        title: "One input at a time",
        lead: "Those that lead to another answer first, then by how far they move the score.",
        blocks:
          changes.length === 0
            ? [paragraph("No input of it could be changed.")]
            : [table(["Input", "Was", "Changed to", "Score", "Answer"], rows)],
      },
    ],
  };
}

const MOST = 30;
const HOW: Readonly<Record<Perturbed["how"], string>> = {
  median: "median",
  missing: "nothing",
  step: "next usual value",
  other: "another usual value",
};

function wordInput(value: Perturbed["from"]): string {
  if (value === null) return "missing";
  return typeof value === "number" ? short(value) : String(value);
}

const short = (value: number): string =>
  Number(value.toPrecision(4)).toLocaleString("en-US", { maximumFractionDigits: 6 });
