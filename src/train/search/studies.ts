import { known } from "../../kernel/index.ts";
import { type Draft, searchMethods, type Told } from "../../learn/index.ts";
import type { Study } from "./nested-plan.ts";
import { type SearchSettings, searchPlan } from "./settings.ts";

/** A trial to be run for a study. */
export interface StudyDraft {
  readonly study: Study;
  readonly draft: Draft;
}

/** Runs some trials and gives their losses in the same order; null for one that failed. */
export type RunTrials = (drafts: readonly StudyDraft[]) => Promise<readonly (number | null)[]>;

/**
 * Takes all studies through their trials side by side, a batch of each at a time. What is proposed depends on the trials
 * before the batch alone, so threads change nothing.
 */
export async function runStudies(
  studies: readonly Study[],
  settings: SearchSettings,
  runTrials: RunTrials,
): Promise<ReadonlyMap<string, readonly Told[]>> {
  const method = searchMethods[settings.method];
  const plan = searchPlan(settings);
  const told = new Map<string, readonly Told[]>(studies.map(({ name }) => [name, []]));
  for (;;) {
    const drafts = studies.flatMap((study): StudyDraft[] =>
      method.next(plan, told.get(study.name) ?? []).map((draft) => ({ study, draft })),
    );
    if (drafts.length === 0) return told;
    const losses = await runTrials(drafts);
    drafts.forEach(({ study, draft }, i) => {
      const before = known(told.get(study.name), "a study");
      told.set(study.name, [...before, { ...draft, loss: losses[i] ?? null }]);
    });
  }
}

/** How many trials a study has: the shape of a search does not depend on what its trials say. */
export function trialsOfStudy(settings: SearchSettings): number {
  const method = searchMethods[settings.method];
  const told: Told[] = [];
  for (;;) {
    const drafts = method.next(searchPlan(settings), told);
    if (drafts.length === 0) return told.length;
    told.push(...drafts.map((draft) => ({ ...draft, loss: 0 })));
  }
}
