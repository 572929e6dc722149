import { known } from "../../kernel/index.ts";
import type { Provenance, Registry, Run } from "../../registry/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { withPoint } from "./candidate-head.ts";
import { recordedMetric, shownLoss } from "./objective.ts";
import type { SearchSettings } from "./settings.ts";
import type { StudyDraft } from "./studies.ts";

/** What came of a trial. */
export interface Outcome {
  /** Null when it failed. */
  readonly loss: number | null;
  readonly why?: string;
  /** Milliseconds. */
  readonly took: number;
}

/** Trials by study and number, as they are kept: with them a search goes on where it was. */
export interface TrialBook {
  get(draft: StudyDraft): Outcome | undefined;
  /** Durable when it resolves. */
  keep(draft: StudyDraft, outcome: Outcome): Promise<void>;
}

interface BookDeps {
  readonly registry: Registry;
  readonly system: SystemDefinition;
  readonly settings: SearchSettings;
  readonly provenance: Provenance | null;
}

/** Opens the book of a search, with what is in it already. */
export async function openBook(search: Run, deps: BookDeps): Promise<TrialBook> {
  const where = [{ path: ["parent"], is: "=", value: search.id }] as const;
  const { runs } = await deps.registry.findRuns(search.system, { where });
  const kept = new Map(runs.map((run) => [keyOf(String(run.facts.study), Number(run.facts.number)), outcomeOf(run)]));
  return {
    get: ({ study, draft }) => kept.get(keyOf(study.name, draft.number)),
    keep: async (draft, outcome) => {
      await deps.registry.addRun(
        { ...draftOf(search, draft, deps), took: outcome.took, of: search },
        endOf(draft, outcome, deps),
      );
      kept.set(keyOf(draft.study.name, draft.draft.number), outcome);
    },
  };
}

function keyOf(study: string, number: number): string {
  return `${study}/${number}`;
}

function outcomeOf({ facts, took }: Run): Outcome {
  return { loss: typeof facts.loss === "number" ? facts.loss : null, took: took ?? 0, ...whyOf(facts.error) };
}

function whyOf(error: unknown): Pick<Outcome, "why"> {
  return typeof error === "string" ? { why: error } : {};
}

function draftOf(search: Run, { draft }: StudyDraft, { system, settings, provenance }: BookDeps) {
  const { learner } = known(withPoint(system, settings.head, draft.params).heads[settings.head], "the searched head");
  const { snapshot, seed, id } = search;
  const params = { [settings.head]: learner };
  return { system: system.name, snapshot, seed, why: "search", kind: "trial", parent: id, params, provenance } as const;
}

function endOf({ study, draft }: StudyDraft, { loss, why }: Outcome, { system, settings }: BookDeps) {
  const { number, point, share } = draft;
  const facts = { study: study.name, number, point, share, loss, ...(why === undefined ? {} : { error: why }) };
  const metrics = loss === null ? {} : { [recordedMetric(system, settings)]: shownLoss(settings.objective, loss) };
  return { status: loss === null ? "failed" : "finished", models: [], facts, metrics } as const;
}
