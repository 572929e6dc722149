import { defineError, type ErrorConstructor } from "../../kernel/index.ts";
import type { CandidateRecord, DecisionBody, DecisionRecord, OutcomeRecord } from "../../records/index.ts";
import { type Document, keyValues, list, percent, quantity, type TableBlock, table } from "../../report/index.ts";
import type { Journal } from "../../store/index.ts";

export const decisionNotFound: ErrorConstructor<{ readonly id: string }> = defineError("cli.input.decision-unknown", {
  headline: "No such decision",
  message: ({ id }: { readonly id: string }) => `The journal holds no decision "${id}".`,
  hint: () => "`alidade decisions` lists the newest.",
});

/** The receipt of a decision. Throws `cli.input.decision-unknown`. */
export async function findDecision(journal: Journal, id: string): Promise<DecisionRecord> {
  const found = await journal.find("decision", id);
  if (found === undefined) throw decisionNotFound({ id });
  return found as DecisionRecord;
}

/** What is known of a decision beside its receipt. */
export interface ReceiptCase {
  readonly outcomes: readonly OutcomeRecord[];
  /** What is to be known of the models that took part. */
  readonly remarks: readonly string[];
}

/** A receipt for a person to read. */
export function receiptDocument(
  { id, at, subject, body }: DecisionRecord,
  { outcomes, remarks }: ReceiptCase,
): Document {
  const heads = Object.entries(body.heads).map(([head, outputs]) => [head, wordOutputs(outputs, body.classes?.[head])]);
  return {
    title: `Decision ${id}`,
    subtitle: `${body.system}, ${new Date(at).toISOString()}`,
    verdict: { tone: body.acted ? "good" : "neutral", text: `${wordAnswer(body)} for ${subject ?? "nobody"}` },
    summary: remarks,
    sections: [
      { title: "Why", blocks: [list(body.reasons)] },
      {
        title: "How",
        blocks: [
          keyValues({
            ...(body.interval === undefined ? {} : { Interval: body.interval.map(short).join(" to ") }),
            ...(body.set === undefined ? {} : { "One of": body.set.join(", ") }),
            Score: body.score === null ? "none" : short(body.score),
            Propensity: percent(body.propensity),
            Arm: body.purpose === body.arm ? body.arm : `${body.arm} (${body.purpose})`,
            Release: body.release,
            Took: quantity(body.took, "duration"),
          }),
          ...(heads.length === 0 ? [] : [table(["Head", "Output"], heads)]),
        ],
      },
      body.candidates === undefined
        ? { title: "What was known", blocks: [keyValues(worded(body.features))] }
        : { title: "What competed", blocks: [candidatesTable(body.candidates)] },
      {
        title: "What came of it",
        blocks: [
          outcomes.length === 0
            ? list(["nothing reported yet"])
            : table(["Outcome", "Value", "Happened"], outcomes.map(outcomeRow)),
        ],
      },
    ],
  };
}

/** What was decided, in a few words: the action, the label, the labels, the value, or who came first. */
export function wordAnswer({ action, answer, candidates }: DecisionBody): string {
  if (action !== undefined) return action;
  if (answer === null || answer === undefined) return "no answer";
  if (typeof answer === "number") return short(answer);
  if (typeof answer === "string") return answer;
  if (answer.length === 0) return candidates === undefined ? "no label" : "nothing to show";
  return answer.slice(0, SHOWN).join(", ") + (answer.length > SHOWN ? " …" : "");
}

/** Each by its name, where the receipt has one for it. */
function wordOutputs(outputs: readonly number[], classes: readonly string[] = []): string {
  return outputs.map((output, i) => [...classes.slice(i, i + 1), short(output)].join(" ")).join(", ");
}

const SHOWN = 5;

function candidatesTable(candidates: readonly CandidateRecord[]): TableBlock {
  const place = ({ position }: CandidateRecord): number => position ?? Infinity;
  const rows = [...candidates]
    .sort((a, b) => place(a) - place(b))
    .map(({ id, score, position, reasons }) => [
      position === null ? "not shown" : String(position),
      id,
      score === null ? "none" : short(score),
      reasons.join(", "),
    ]);
  return table(["Position", "Candidate", "Score", "Why"], rows);
}

function outcomeRow({ body }: OutcomeRecord): readonly string[] {
  const about = body.candidate === undefined ? "" : ` of ${body.candidate}`;
  return [`${body.outcome}${about}`, String(body.value), new Date(body.happenedAt).toISOString()];
}

function worded(values: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value === null ? "missing" : String(value)]),
  );
}

function short(value: number): string {
  return String(Number(value.toPrecision(6)));
}
