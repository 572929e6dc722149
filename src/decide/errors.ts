import { defineError, didYouMean, type ErrorConstructor } from "../kernel/index.ts";

export const entityInvalid: ErrorConstructor<{ readonly got: string }> = defineError("decide.entity-invalid", {
  headline: "No entity",
  message: ({ got }: { readonly got: string }) =>
    `\`entity\` must be text of 1 to 256 characters or a whole number. Got ${got}.`,
});

interface OtherQuestion {
  readonly system: string;
  readonly ranks: boolean;
}

export const questionUnfit: ErrorConstructor<OtherQuestion> = defineError("decide.question-unfit", {
  headline: "Not a question for this system",
  message: ({ system, ranks }: OtherQuestion) =>
    ranks
      ? `"${system}" orders candidates. Got a question without any.`
      : `"${system}" answers about one entity. Got candidates.`,
  hint: ({ ranks }) => (ranks ? "Post to /v1/rank, with `candidates`." : "Post to /v1/decide, without `candidates`."),
});

interface BadCandidates {
  readonly problem: string;
}

export const candidatesInvalid: ErrorConstructor<BadCandidates> = defineError("decide.candidates-invalid", {
  headline: "Candidates that cannot be ordered",
  message: ({ problem }: BadCandidates) =>
    `\`candidates\` must be a list of 1 to ${MOST_CANDIDATES}, each with an \`id\` of its own, a text of 1 to 256 characters. ${problem}.`,
});

/** The most candidates of one request. */
export const MOST_CANDIDATES = 500;

/** Whether it can name a candidate. */
export function isCandidateId(id: unknown): id is string {
  return typeof id === "string" && id.length >= 1 && id.length <= 256;
}

interface UnknownDecision {
  readonly id: string;
  /** Whether nobody with the key of this state made the id. */
  readonly isForeign?: boolean;
}

export const decisionUnknown: ErrorConstructor<UnknownDecision> = defineError("outcomes.decision-unknown", {
  headline: "An outcome for an unknown decision",
  message: ({ id, isForeign = false }: UnknownDecision) =>
    isForeign
      ? `The id "${id}" was not made here or by a replica, so its outcome was not stored.`
      : `There is no decision "${id}" in the journal, so its outcome was not stored.`,
  hint: () => "Send the `id` that the decision came with.",
});

interface Reuse {
  readonly key: string;
  readonly stored: string;
  readonly got: string;
}

export const outcomeKeyReused: ErrorConstructor<Reuse> = defineError("outcomes.key-reused", {
  headline: "A key that names another report",
  message: ({ key, stored, got }: Reuse) =>
    `The key "${key}" names the report ${stored}, which stays. Got ${got}. Nothing was stored.`,
  hint: () => "Give each report a key of its own; to correct a report, send the right one under a new key.",
});

interface OutcomeRefusal {
  readonly problem: string;
  /** What to do next. Default: mend the report. */
  readonly hint?: string;
}

export const outcomeInvalid: ErrorConstructor<OutcomeRefusal> = defineError("outcomes.invalid", {
  headline: "An outcome that does not fit",
  message: ({ problem }: OutcomeRefusal) => `${problem} Nothing was stored.`,
  hint: ({ hint = "Mend the report and send it again; its key is still free." }: OutcomeRefusal) => hint,
});

interface NoCandidate {
  readonly got: string | undefined;
  readonly ids: readonly string[];
}

interface NoLabel {
  readonly got: string;
  readonly labels: readonly string[];
}

/** A label that no head tells of. */
export const labelUnknown: ErrorConstructor<NoLabel> = defineError("decide.label-unknown", {
  headline: "No such label",
  message: ({ got, labels }: NoLabel) =>
    labels.length === 0
      ? `The heads say one number each, and there is no label to ask about. Got "${got}".`
      : `A label that can be asked about is one of ${labels.slice(0, 12).join(", ")}${labels.length > 12 ? " …" : ""}. Got "${got}".${didYouMean(got, labels)}`,
});

/** A threshold that no probability can cross. */
export const thresholdInvalid: ErrorConstructor<{ readonly got: number }> = defineError("decide.threshold-invalid", {
  headline: "A threshold that nothing crosses",
  message: ({ got }: { readonly got: number }) =>
    `The head says a probability, so the threshold must be above 0 and at most 1. Got ${got}.`,
});

/** A candidate that a ranking did not have. */
export const candidateUnknown: ErrorConstructor<NoCandidate> = defineError("decide.candidate-unknown", {
  headline: "No such candidate in this decision",
  message: ({ got, ids }: NoCandidate) =>
    `One candidate of a ranking can be explained, by its id: ${ids.slice(0, 12).join(", ")}${ids.length > 12 ? " …" : ""}. Got ${got ?? "none"}.`,
  hint: ({ ids }: NoCandidate) => `Name it: \`--candidate ${ids[0] ?? "<id>"}\`.`,
});
