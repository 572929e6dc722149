import { defineError, type ErrorConstructor } from "../kernel/index.ts";
import type { DecisionRecord, OutcomeRecord } from "../records/index.ts";
import { type Document, keyValues, list, percent, quantity, table } from "../report/index.ts";
import type { Journal } from "../store/index.ts";

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

/** A receipt for a person to read. */
export function receiptDocument(
  { id, at, subject, body }: DecisionRecord,
  outcomes: readonly OutcomeRecord[],
): Document {
  const heads = Object.entries(body.heads).map(([head, outputs]) => [head, outputs.map(short).join(", ")]);
  return {
    title: `Decision ${id}`,
    subtitle: `${body.system}, ${new Date(at).toISOString()}`,
    verdict: { tone: body.acted ? "good" : "neutral", text: `${body.action} for ${subject ?? "nobody"}` },
    summary: [],
    sections: [
      { title: "Why", blocks: [list(body.reasons)] },
      {
        title: "How",
        blocks: [
          keyValues({
            Score: body.score === null ? "none" : short(body.score),
            Propensity: percent(body.propensity),
            Arm: body.purpose === body.arm ? body.arm : `${body.arm} (${body.purpose})`,
            Release: body.release,
            Took: quantity(body.took, "duration"),
          }),
          ...(heads.length === 0 ? [] : [table(["Head", "Output"], heads)]),
        ],
      },
      { title: "What was known", blocks: [keyValues(worded(body.features))] },
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

function outcomeRow({ body }: OutcomeRecord): readonly string[] {
  return [body.outcome, String(body.value), new Date(body.happenedAt).toISOString()];
}

function worded(values: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value === null ? "missing" : String(value)]),
  );
}

function short(value: number): string {
  return String(Number(value.toPrecision(6)));
}
