import { formatNumber, type Progress } from "../../report/index.ts";
import type { Study } from "./nested-plan.ts";
import { shownLoss } from "./objective.ts";
import type { SearchSettings } from "./settings.ts";
import { type StudyDraft, trialsOfStudy } from "./studies.ts";
import type { Outcome } from "./trial-record.ts";

/** The bar over a search: how much is done, and the best so far among the trials over all rows. */
export function searchProgress(
  settings: SearchSettings,
  studies: readonly Study[],
  progress: Progress,
): { onTrial(draft: StudyDraft, outcome: Outcome): void; done(): void } {
  const total = studies.length * trialsOfStudy(settings);
  const all = `${total} trials in ${studies.length} studies`;
  const step = progress.step("Searching");
  let [done, best, note] = [0, Infinity, ""];
  return {
    onTrial({ study, draft }, { loss }) {
      done++;
      if (study.outer === null && draft.share === 1 && loss !== null && loss < best) {
        best = loss;
        note = `best ${settings.objective} ${formatNumber(shownLoss(settings.objective, loss), "number")}, trial ${draft.number + 1}`;
      }
      step.update(done / total, `${done} of ${all}${note === "" ? "" : `, ${note}`}`);
    },
    done: () => step.done(`${all}${note === "" ? "" : `, ${note}`}`),
  };
}
