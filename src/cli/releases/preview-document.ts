import type { MetricMovement, Preview, Proposal, ServingState } from "../../decide/index.ts";
import { type Capped, wordOffPolicy } from "../../evaluate/index.ts";
import { isInsufficient } from "../../kernel/index.ts";
import {
  type Block,
  commandLine,
  count,
  type Document,
  estimate,
  formatNumber,
  intervalPlot,
  keyValues,
  paragraph,
  percent,
  quantity,
  type Section,
  table,
  type Value,
  words,
} from "../../report/index.ts";
import { type Estimate, type Estimated, mapEstimate } from "../../stats/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import {
  type MoneyScale,
  scaleOf,
  TONES,
  verdictOf,
  verdictSentence,
  wordCapacity,
  wordChanges,
  wordUntried,
} from "./preview-words.ts";

/** A preview and what it is about. */
export interface ToldPreview {
  readonly system: SystemDefinition;
  readonly proposal: Proposal;
  readonly serving: ServingState;
  readonly preview: Preview;
  /** The system as it was named on the command line. */
  readonly file: string;
}

/** A preview for other programs: its verdict, then everything that it is told from. */
export function previewJson({ system, proposal, preview }: ToldPreview): Readonly<Record<string, unknown>> {
  const sentence = verdictSentence(preview, scaleOf(preview, system));
  return { proposal, currency: system.objective.currency, verdict: verdictOf(preview), sentence, ...preview };
}

/** A preview for a person: what changes, what that brings, how sure that is, and how to do it. */
export function previewDocument(told: ToldPreview): Document {
  const { system, preview } = told;
  const scale = scaleOf(preview, system);
  return {
    title: `Weights of ${system.name}, previewed`,
    verdict: { tone: TONES[verdictOf(preview)], text: verdictSentence(preview, scale) },
    summary: [
      "Nothing was changed.",
      wordChanges(preview),
      ...wordCapacity(preview),
      ...wordUntried(preview),
      ...wordUnreadable(preview),
    ],
    sections: [
      { title: "What was proposed", blocks: [proposedTable(told)] },
      ...movementSections(preview, scale),
      ...exampleSections(told),
      ...evidenceSections(preview, scale),
      ...nextSections(told),
    ],
  };
}

function wordUnreadable({ unreadable }: Preview): readonly string[] {
  if (unreadable === 0) return [];
  return [`${formatNumber(unreadable, "count")} could not be made again: the contract has changed since.`];
}

function proposedTable({ proposal, serving }: ToldPreview): Block {
  const served = serving.releases.get(serving.plan.allocations[0]?.release ?? "");
  const rows = Object.entries(served?.weights ?? {}).map(([head, now]): readonly Value[] => [
    head,
    now,
    proposal.weights?.[head] ?? now,
  ]);
  const { policy } = served ?? {};
  const cutoff = policy?.policy === "act-if" ? policy.heads.cutoff : undefined;
  const threshold: readonly Value[][] =
    proposal.threshold === undefined ? [] : [["threshold", cutoff ?? words("none"), proposal.threshold]];
  return table(["", "Now", "Proposed"], [...rows, ...threshold]);
}

function movementSections({ metrics, slices, guardrails }: Preview, scale: MoneyScale): readonly Section[] {
  const rows = metrics.map((one): readonly Value[] => [
    nameOf(one, scale),
    shown(one.movement, one, { scale, signed: true }),
    shown(one.now, one, { scale }),
    shown(one.proposed, one, { scale }),
  ]);
  const watched = guardrails.map(({ limit, now }): readonly Value[] => [
    "latency, 99% within",
    isInsufficient(now) ? now : quantity(now, "duration"),
    quantity(limit, "duration"),
    "the same heads are asked",
  ]);
  return [
    {
      title: "What would move",
      lead: "With 95% intervals, estimated from what was tried; what is acted on is counted. Decisions whose outcome may still come are left out.",
      blocks: [
        table(["", "Movement", "Now", "Proposed"], rows),
        ...(watched.length === 0 ? [] : [table(["Guardrail", "Now", "Limit", "Proposed"], watched)]),
      ],
    },
    ...(slices.length === 0 ? [] : [sliceSection(slices, scale)]),
  ];
}

function sliceSection(slices: Preview["slices"], scale: MoneyScale): Section {
  const items = slices.map(({ field, value, movement }) => ({
    name: `${field}: ${value}`,
    estimate: scaled(movement, scale),
  }));
  return {
    title: "By slice",
    lead: `Movement of the money ${scale.words}, each by itself: among many, some lie apart by chance.`,
    blocks: [
      intervalPlot({
        title: `Money ${scale.words} more than now`,
        value: { label: `Money ${scale.words}`, unit: { currency: scale.currency } },
        items,
        reference: { at: 0, label: "no difference" },
      }),
      table(
        ["Slice", { name: "Decisions", unit: "count" }, "Would change"],
        slices.map(({ field, value, decisions, changed }) => [`${field}: ${value}`, decisions, percent(changed)]),
      ),
    ],
  };
}

function nameOf({ metric, unit }: MetricMovement, scale: MoneyScale): string {
  return unit === "money" ? `${metric}, ${scale.words}` : metric;
}

function scaled(found: Estimated, scale: MoneyScale): Estimated {
  return isInsufficient(found) ? found : byScale(found, scale);
}

function shown(found: Estimated, { unit }: MetricMovement, { scale, signed = false }: Showing): Value {
  if (isInsufficient(found)) return found;
  if (unit === "money") return estimate(byScale(found, scale), { currency: scale.currency }, { signed });
  return estimate(found, unit === "share" ? "percent" : "number", { signed });
}

interface Showing {
  readonly scale: MoneyScale;
  /** Whether a plus sign is shown. */
  readonly signed?: boolean;
}

function byScale(found: Estimate, { times }: MoneyScale): Estimate {
  return mapEstimate(found, (value) => value * times);
}

function exampleSections({ preview: { changes } }: ToldPreview): readonly Section[] {
  if (changes.examples.length === 0) return [];
  const rows = changes.examples.map(({ id, entity, from, to }): readonly Value[] => [
    id,
    entity,
    plain(from.answer),
    plain(to.answer),
    from.score ?? "",
    to.score ?? "",
  ]);
  const hasScores = changes.examples.some(({ from, to }) => from.score !== null || to.score !== null);
  const heads = ["Decision", "Entity", "Now", "Proposed", ...(hasScores ? ["Score now", "Score proposed"] : [])];
  return [
    {
      title: "Decisions that would change",
      lead: "The newest of those that change most. `alidade decisions show` shows a receipt.",
      blocks: [
        table(
          heads,
          rows.map((row) => row.slice(0, heads.length)),
        ),
      ],
    },
  ];
}

/** An answer as a person reads it: a list without its brackets. */
function plain(answer: string): string {
  try {
    const read: unknown = JSON.parse(answer);
    return Array.isArray(read) ? read.join(", ") : String(read);
  } catch {
    return answer;
  }
}

function evidenceSections({ evidence, metrics }: Preview, scale: MoneyScale): readonly Section[] {
  const overlap = evidence?.overlap ?? metrics[0]?.overlap;
  if (overlap === undefined) return [];
  const { effective, effectiveChanges, decisions, units, largestShare, meanWeight, unsupported } = overlap;
  const guaranteed = evidence === undefined ? undefined : scaled(evidence.guaranteed, scale);
  const facts = keyValues([
    { name: "Decisions with an outcome", value: count(decisions), note: `of ${formatNumber(units, "count")} entities` },
    { name: "Count as", value: count(Math.round(effective)), note: "entities, had each been decided on as proposed" },
    { name: "Of which changed", value: count(Math.round(effectiveChanges)) },
    { name: "The heaviest decision", value: percent(largestShare), note: "of all weight" },
    { name: "Mean weight", value: quantity(meanWeight, "number"), note: "1 where the logged chances are right" },
    { name: "Never tried", value: percent(unsupported), note: "of what is proposed" },
    ...(guaranteed === undefined || isInsufficient(guaranteed)
      ? []
      : [
          {
            name: `Money ${scale.words} for certain`,
            value: estimate(guaranteed, { currency: scale.currency }),
            note: "whatever the untried part brings, at any sample size",
          },
        ]),
  ]);
  return [
    { title: "How sure is that", blocks: [facts] },
    ...(evidence === undefined ? [] : [estimatorSection(evidence, scale)]),
  ];
}

function estimatorSection({ estimates, caps }: NonNullable<Preview["evidence"]>, scale: MoneyScale): Section {
  const cell = (found: Estimated): Value => {
    if (isInsufficient(found)) return words(wordOffPolicy(found));
    return estimate(
      mapEstimate(found, (value) => value * scale.times),
      { currency: scale.currency },
    );
  };
  const told = estimates.filter(({ value }) => !isInsufficient(value) || value.reason !== "predictions-missing");
  const row = ({ cap, cut, value, missing, honest }: Capped): readonly Value[] => [
    cap,
    percent(cut),
    cell(value),
    percent(missing),
    cell(honest),
  ];
  return {
    title: "Estimators and caps",
    lead: "Weights cut off at a cap vary less and lack something: what lies between the least and the most it could bring.",
    detail: true,
    blocks: [
      table(
        ["Estimator", `Proposed, ${scale.words}`, "Movement"],
        told.map(({ estimator, value, movement }) => [estimator, cell(value), cell(movement)]),
      ),
      table(["Cap", "Cut", "Capped value", "Not counted", "With what is not counted"], caps.map(row)),
    ],
  };
}

function nextSections({ proposal, preview, file }: ToldPreview): readonly Section[] {
  const weights = Object.entries(proposal.weights ?? {}).map(([head, value]) => `${head}=${value}`);
  if (weights.length === 0 || preview.changes.changed === 0) return [];
  const asked = `${file} ${weights.join(" ")} --why "…"`;
  return [
    {
      title: "To do it",
      blocks: [
        paragraph("To a growing part of the entities, taken back by itself when it errs or is slow:"),
        commandLine(`alidade weights ramp ${asked}`),
        paragraph("To everybody at once:"),
        commandLine(`alidade weights set ${asked}`),
      ],
    },
  ];
}
