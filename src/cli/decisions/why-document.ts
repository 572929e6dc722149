import type { Flip, HeadWhy, NoFlip, Why } from "../../decide/index.ts";
import { type Document, list, paragraph, type Section } from "../../report/index.ts";

/** What is explained: a decision, or a row that a model was asked about. */
export interface WhyTitle {
  readonly title: string;
  /** What was decided, where something was. */
  readonly decided?: string;
}

/** Reasons and the way to another end, for a person to read. */
export function whyDocument({ heads, settled, flip }: Why, { title, decided }: WhyTitle): Document {
  return {
    title,
    ...(decided === undefined ? {} : { verdict: { tone: "neutral" as const, text: decided } }),
    summary: settled.length === 0 ? [] : [`Decided whatever the heads say: ${settled.join(", ")}.`],
    sections: [...heads.map(headSection), { title: "What would have led elsewhere", blocks: flipBlocks(flip) }],
  };
}

function headSection({ head, about, output, expected, reasons, unexplained }: HeadWhy): Section {
  const said = `${short(output)}${about === null ? "" : ` for ${about}`}`;
  if (unexplained !== null)
    return {
      title: `Why ${head} says ${said}`,
      blocks: [paragraph(`It cannot be told: ${UNEXPLAINED[unexplained]}.`)],
    };
  const start = expected === null ? "" : `Of a row of which nothing is known it says ${short(expected)}. `;
  const lead = `${start}Then the features come in, the weightiest first. This says what the model does, not what causes the outcome.`;
  const sentences = reasons.map(({ text }) => `${text}.`);
  return {
    title: `Why ${head} says ${said}`,
    lead,
    blocks: [sentences.length === 0 ? paragraph("No feature changes anything.") : list(sentences, { ordered: true })],
  };
}

const UNEXPLAINED: Readonly<Record<NonNullable<HeadWhy["unexplained"]>, string>> = {
  format: "models of this format are not explained",
  "no-cover": "the forest does not say how many rows took each branch",
  "too-deep": "a tree asks more than 512 questions in a row",
  "empty-background": "there are no rows to compare with",
};

const NONE: Readonly<Record<NoFlip, string>> = {
  "nothing-actionable":
    "The system file names no `actionable` feature that the model reads, so nobody knows what could be changed.",
  settled: "The heads did not decide this, so no change of their features leads elsewhere.",
  "no-head": "No head decided this.",
  "several-heads": "Several heads are combined; a change is searched for in one.",
  "no-threshold":
    "What follows from the output is no yes or no. Ask with `--threshold` what would take it across a number.",
  format: "A change is searched for in forests (gbdt) alone.",
  impossible: "No change of up to three of the actionable features leads to another decision.",
  "not-found": "The search ended before it found a change, or could tell that there is none.",
};

function flipBlocks(flip: Flip): Section["blocks"] {
  if (flip.kind === "none") return [paragraph(NONE[flip.why])];
  const { changes, from, to, threshold, actions, guarantee, entangled } = flip;
  const wishes = changes.map(
    ({ feature, from: is, to: would }) => `${feature}: ${shown(would)} instead of ${shown(is)}`,
  );
  const then = actions === null ? "" : `, and \`${actions[1]}\` would follow instead of \`${actions[0]}\``;
  const proof =
    guarantee === "cheapest"
      ? "No cheaper change of up to two of the actionable features does it."
      : "There may be a cheaper change that does it.";
  const also =
    entangled.length === 0
      ? []
      : [
          paragraph(
            `${entangled.join(", ")} ${entangled.length === 1 ? "is" : "are"} computed from the same fields and ${entangled.length === 1 ? "was" : "were"} left as ${entangled.length === 1 ? "it is" : "they are"}: try the changed row itself before you promise anything.`,
          ),
        ];
  return [
    list(wishes),
    paragraph(
      `The output would be ${short(to)} instead of ${short(from)} (it turns at ${short(threshold)})${then}. ${proof}`,
    ),
    ...also,
  ];
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return "missing";
  return typeof value === "number" ? short(value) : String(value);
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}
