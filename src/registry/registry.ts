import { change, type RegistryContext } from "./change.ts";
import { type History, historyReader } from "./history.ts";
import { type Models, modelsOf } from "./models.ts";
import { type Objectives, objectivesOf } from "./objectives/objectives.ts";
import { type Releases, releasesOf } from "./releases.ts";
import { type Reweighs, reweighsOf } from "./reweighing.ts";
import { type Runs, runsOf } from "./runs.ts";
import { type Snapshots, snapshotsOf } from "./snapshots.ts";
import { type Traffic, trafficOf } from "./traffic.ts";
import { type Weights, weightsOf } from "./weights.ts";

/** Where learning and deciding meet: what was made, what is served, and who changed it why. */
export interface Registry extends Snapshots, Runs, Models, Weights, Reweighs, Releases, Traffic, Objectives, History {}

/**
 * The registry kept in a state. Every change is one transaction, together with its line in the history; errors of the
 * store (`state.*`) come through.
 */
export function registryOf(context: RegistryContext): Registry {
  return {
    ...snapshotsOf(context),
    ...runsOf(context),
    ...modelsOf(context),
    ...weightsOf(context),
    ...reweighsOf(context),
    ...releasesOf(context),
    ...trafficOf(context),
    ...objectivesOf(context),
    ...historyReader(context.state.records),
    note: (system, event) => change(context, (open) => open.note(system, event)),
  };
}
