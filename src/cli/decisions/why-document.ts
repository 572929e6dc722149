import type { Flip, HeadWhy, NoFlip, Why } from "../../decide/index.ts";
import { type Document, formatNumber, list, paragraph, type Section } from "../../report/index.ts";

/** What is explained: a decision, or a row that a model was asked about. */
export interface WhyTitle {
  readonly title: string;
  /** What was decided, where something was. */
  readonly decided?: string;
  /** What is to be known of the models that took part. */
  readonly remarks?: readonly string[];
}

/** Reasons and the way to another end, for a person to read. */
export function whyDocument({ heads, settled, odd, flip }: Why, { title, decided, remarks = [] }: WhyTitle): Document {
  return {
    title,
    ...(decided === undefined ? {} : { verdict: { tone: "neutral" as const, text: decided } }),
    summary: [...(settled.length === 0 ? [] : [wordSettled(settled, odd)]), ...remarks],
    sections: [...heads.map(headSection), { title: "What would have led elsewhere", blocks: flipBlocks(flip, heads) }],
  };
}

function headSection(why: HeadWhy): Section {
  const { head, about, output, expected, unit, unexplained } = why;
  const said = `${inUnit(output, unit)}${about === null ? "" : ` for ${about}`}`;
  if (unexplained !== null)
    return {
      title: `Why ${head} says ${said}`,
      blocks: [paragraph(`It cannot be told: ${UNEXPLAINED[unexplained]}.`)],
    };
  const start = expected === null ? "" : `Of a row of which nothing is known it says ${inUnit(expected, unit)}. `;
  const lead = `${start}Then the features come in, the weightiest first. This says what the model does, not what causes the outcome.`;
  return { title: `Why ${head} says ${said}`, lead, blocks: reasonBlocks(why) };
}

/** The reasons one after another, and a last sentence that leads from them to what is said. */
function reasonBlocks({ reasons, more, output, unit }: HeadWhy): Section["blocks"] {
  const last = reasons.at(-1);
  if (last === undefined) return [paragraph("No feature changes anything.")];
  const sentences = list(
    reasons.map(({ text }) => `${text}.`),
    { ordered: true },
  );
  if (more === 0) return [sentences];
  const [from, to] = [inUnit(last.to, unit), inUnit(output, unit)];
  const others = more === 1 ? "One more feature" : `${more} more features`;
  const leads =
    from === to
      ? `${more === 1 ? "leaves" : "leave"} it at ${to}`
      : `${more === 1 ? "leads" : "together lead"} from ${from} to ${to}`;
  return [sentences, paragraph(`${others} ${leads}.`)];
}

/** What decided whatever the heads say. */
function wordSettled(codes: readonly string[], odd: readonly string[]): string {
  return `Decided whatever the heads say: ${codes.map((code) => wordCode(code, odd)).join("; ")}.`;
}

function wordCode(code: string, odd: readonly string[]): string {
  const [kind = "", ...rest] = code.split(":");
  const name = rest.join(":");
  if (code.startsWith("filter.")) return `the filter \`${code.slice("filter.".length)}\` applies (${code})`;
  if (kind === "fallback.outside-contract") return `${wordOdd(odd)}, so the rule answers (${code})`;
  if (kind === "outside-contract") return `${wordOdd(odd)} (${code})`;
  const known = SETTLED[kind];
  return known === undefined ? code : `${known.replace("{}", `\`${name}\``)} (${code})`;
}

function wordOdd(odd: readonly string[]): string {
  const fields = odd.filter((code) => !code.startsWith("input.missing:")).map((code) => code.split(":")[1] ?? code);
  const named = fields.map((field) => `\`${field}\``).join(", ");
  return fields.length === 0
    ? "a value is one that the contract does not allow"
    : `${named} ${fields.length === 1 ? "has a value" : "have values"} that the contract does not allow`;
}

/** Who answered for heads, where it was the version before them, and why. */
export function wordInstead(instead: Readonly<Record<string, string>>, codes: readonly string[]): readonly string[] {
  return Object.entries(instead).map(([head, version]) => {
    const why = codes.flatMap((code) => {
      const [kind = "", ...rest] = code.split(":");
      const words = STOOD[kind];
      return rest.join(":") !== head || words === undefined ? [] : [`${words} (${code})`];
    });
    const because = why.length === 0 ? "" : `: ${why.join("; ")}`;
    return `The version before \`${head}\`, ${version}, answered for it${because}. It is what is explained.`;
  });
}

const STOOD: Readonly<Record<string, string>> = {
  "fallback.model-unusable": "its model could not be used",
  "fallback.head-failed": "its model failed on this row",
  "fallback.head-late": "its model had been late again and again and was not asked",
};

const SETTLED: Readonly<Record<string, string>> = {
  rule: "the rule is served, and no model",
  holdback: "the entity is held back, so that what happens without acting stays known",
  "fallback.model-unusable": "the model of {} could not be loaded, so the rule answers",
  "fallback.head-failed": "{} failed on this row, so the rule answers",
  "fallback.head-late": "{} had been late again and again, so it was not asked",
  "fallback.previous-version": "the version before {} answered for it",
  "fallback.outside-training": "an input lies far outside of the training data, so the rule answers",
  "fallback.limits-spent": "every label that could be given has reached its limit, so the rule answers",
  "fallback.no-score": "the heads gave no score, so the rule answers",
  "fallback.other-policy": "the release was trained for another policy, so the rule answers",
  "limit.spent": "the budget of {} is spent for this window of time",
  "limit.uncounted": "the disk is full, so that the budget of {} could not be counted, and counts as spent",
  "rule.no-answer": "the rule has nothing to say",
  default: "neither the heads nor the rule could say, so the declared default is done",
  "outside-training": "an input lies far outside of the training data",
  "stage.cut": "it was not among the best of stage {}",
  "source.off": "its source {} is switched off",
  "source.unknown": "its source {} is not declared",
  "source.over": "source {} had given as many as it may",
};

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
    "The answer is no yes or no, so there is no one point at which it turns. `alidade models explain` with `--threshold` says what would take an output across a number.",
  format: "A change is searched for in forests (gbdt) alone.",
  impossible: "No change of up to three of the actionable features leads to another decision.",
  "not-found": "The search ended before it found a change, or could tell that there is none.",
};

function flipBlocks(flip: Flip, heads: readonly HeadWhy[]): Section["blocks"] {
  if (flip.kind === "none") return [paragraph(NONE[flip.why])];
  const unit = heads.find(({ head }) => head === flip.head)?.unit ?? "number";
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
      `${flip.head} would say ${inUnit(to, unit)} instead of ${inUnit(from, unit)} (it turns at ${inUnit(threshold, unit)})${then}. ${proof}`,
    ),
    ...also,
  ];
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return "missing";
  return typeof value === "number" ? short(value) : String(value);
}

function inUnit(value: number, unit: HeadWhy["unit"]): string {
  return unit === "share" ? formatNumber(value, "percent") : short(value);
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}
