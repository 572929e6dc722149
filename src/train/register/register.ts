import type { GateResult } from "../../evaluate/index.ts";
import type { Reach } from "../../features/index.ts";
import { encodeModel } from "../../model/index.ts";
import type { Registry, StoredPolicy } from "../../registry/index.ts";
import type { Blobs } from "../../store/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { FittedHead } from "../fit/fit-heads.ts";
import { floatBytes, unseenKey } from "../judge/champion.ts";
import type { Judging, Learned } from "../judge/fresh-rows.ts";
import type { TrainedModel, TrainResult } from "../run/result.ts";
import { lineageOf, lineageOfRecalibrated } from "./lineage.ts";

export interface Registration {
  readonly system: SystemDefinition;
  readonly heads: readonly FittedHead[];
  readonly metrics: TrainResult["metrics"];
  readonly gate: GateResult;
  /** What a release of these models is served with. */
  readonly policy: StoredPolicy;
  readonly snapshot: string;
  readonly split: string;
  readonly rowsKey: string;
  /** How far the features went in the rows that were learned from. */
  readonly reach: Reach;
  /** Up to when the learned rows go; absent where they have no time. */
  readonly learned: Learned | undefined;
  /** By which rows it was judged. */
  readonly judging: Judging;
}

/** Registers the model of every head that learned with its lineage, and keeps what it said of unseen rows. */
export async function registerHeads(
  registration: Registration,
  { registry, blobs, version }: { readonly registry: Registry; readonly blobs: Blobs; readonly version: string },
): Promise<readonly TrainedModel[]> {
  const { system, snapshot, split, judging } = registration;
  const models: TrainedModel[] = [];
  for (const fitted of registration.heads) {
    if (fitted.kept !== undefined) {
      const { id, bytes } = fitted.kept;
      models.push({ head: fitted.name, id, bytes, known: true, kept: true });
      continue;
    }
    const bytes = encodeModel(fitted.model);
    const declared = judging.kind === "fresh" ? judging.declared : undefined;
    const learned = lineageOf(system, { snapshot, head: fitted.head, split, version, declared });
    const lineage = fitted.recalibrated === undefined ? learned : lineageOfRecalibrated(learned, fitted.recalibrated);
    const draft = {
      system: system.name,
      head: fitted.name,
      lineage,
      metrics: metricFacts(registration, fitted.name),
      gate: { ...registration.gate },
      ...(fitted.outside === undefined ? {} : { outside: fitted.outside }),
      why: fitted.recalibrated === undefined ? "trained" : `recalibrated from ${fitted.recalibrated.from}`,
    };
    const { record, known } = await registry.saveModel(draft, bytes);
    await blobs.put(unseenKey(record.id), floatBytes(fitted.unseen));
    const { stopped, recalibrated: again } = fitted;
    models.push({
      ...{ head: fitted.name, id: record.id, bytes: bytes.byteLength, known },
      ...(stopped === undefined ? {} : { stopped }),
      ...(again === undefined ? {} : { recalibrated: again.from, taught: again.taught }),
    });
  }
  return models;
}

function metricFacts(
  { metrics, policy, rowsKey, reach, learned }: Registration,
  head: string,
): Readonly<Record<string, unknown>> {
  return { ...metrics[head], rowsKey, policy, reach, ...(learned === undefined ? {} : { learned }) };
}
