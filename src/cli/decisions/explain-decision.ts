import type { DecisionBody } from "../../records/index.ts";
import { type Command, defineCommand } from "../calling/command.ts";
import { argument, number, text, withDefault } from "../calling/options.ts";

/** `alidade decisions explain <id> <system>`: the reasons of a served decision in words, and what would have led elsewhere. */
export const explainOne: Command = defineCommand({
  name: "explain",
  looks: true,
  summary: "Tell in words why a decision came out as it did, and what would have changed it",
  about:
    'From the decision\'s receipt and the models that made it. What could be changed is declared in the system file: `actionable: ["visits"]`.',
  arguments: { id: argument("id of the decision"), system: argument("the system file, or its folder") },
  options: {
    candidate: text("id", "of a ranking: the candidate that is explained (default: the first of the answer)"),
    label: text("name", "of several classes or labels: the one that is told about (default: the answer)"),
    reasons: withDefault(number("n", "reasons at most", { min: 1, max: 100, integer: true }), 3),
  },
  examples: ["alidade decisions explain dec_0123456789 system.mts"],
  async run({ args, options, backends, openState, registry, cwd }) {
    const { loadSystem } = await import("../load-system.ts");
    const { system } = await loadSystem(args.system, cwd);
    const { journal } = await openState(false);
    const ports = (await backends()).modelPorts();
    const { findDecision, wordAnswer } = await import("./receipt.ts");
    const record = await findDecision(journal, args.id);
    const { lostSince, stateOf } = await import("./replay-decision.ts");
    const shelf = await registry();
    const state = await stateOf(system, record, { registry: shelf, ports });
    const { explainDecision } = await import("../../decide/index.ts");
    const { label, reasons } = options;
    const candidate = options.candidate ?? firstOf(record.body);
    const why = explainDecision(record, state, { candidate, label, most: reasons });
    const { whyDocument, wordInstead } = await import("./why-document.ts");
    const about = candidate === undefined ? "" : `, candidate ${candidate}`;
    const title = { title: `Why ${record.id}${about}`, decided: wordAnswer(record.body) };
    const { recalibratedAmong } = await import("../models/recalibrated-models.ts");
    const { versions, instead = {} } = record.body;
    const remarks = [
      ...(options.candidate === undefined ? otherCandidates(record.body, candidate) : []),
      ...wordInstead(instead, why.stood),
      ...lostSince(record, state),
      ...(await recalibratedAmong(Object.values({ ...versions.models, ...instead }), shelf)),
    ];
    const of = candidate === undefined ? {} : { candidate };
    return { json: { decision: record.id, ...of, ...why }, document: whyDocument(why, { ...title, remarks }) };
  },
});

/** Of a ranking what stands first, or what was looked at first where nothing was answered; undefined of another decision. */
function firstOf({ candidates, answer }: Pick<DecisionBody, "candidates" | "answer">): string | undefined {
  if (candidates === undefined) return undefined;
  return Array.isArray(answer) && typeof answer[0] === "string" ? answer[0] : candidates[0]?.id;
}

/** Most ids that are named. */
const NAMED = 5;

function otherCandidates({ candidates = [] }: Pick<DecisionBody, "candidates">, shown?: string): readonly string[] {
  const others = candidates.map(({ id }) => id).filter((id) => id !== shown);
  if (others.length === 0) return [];
  const more = others.length > NAMED ? `, and ${others.length - NAMED} more` : "";
  return [
    `Of this ranking ${shown} is explained; --candidate explains another: ${others.slice(0, NAMED).join(", ")}${more}.`,
  ];
}
