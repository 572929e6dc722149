import { known } from "../../kernel/index.ts";
import { decodeModel } from "../../model/index.ts";
import type { Registry } from "../../registry/index.ts";
import { modelTask, type SystemDefinition } from "../../system/index.ts";
import type { Warning } from "../check/warnings.ts";
import { headLabel } from "../dataset/head-label.ts";
import type { FittedHead } from "../fit/fit-heads.ts";
import { type ChampionDeps, championRelease, modelOutputs } from "./champion.ts";
import { headNotKept, headUndeclared } from "./kept-errors.ts";

/** Which heads learn, and which model each of the others keeps. */
export interface Division {
  readonly learning: readonly string[];
  /** Model ids by head, of those that keep their model and learn another calibration for it. */
  readonly recalibrated: Readonly<Record<string, string>>;
  /** Model ids by head. */
  readonly kept: Readonly<Record<string, string>>;
}

/**
 * Divides a system's heads into those that learn, all where none is named, and those that keep the model that serves. Throws
 * `train.head-undeclared`, and `train.head-not-kept` where nothing serves.
 */
export async function divideHeads(
  { name: system, heads }: SystemDefinition,
  only: readonly string[] | undefined,
  registry: Registry,
): Promise<Division> {
  const all = Object.keys(heads);
  if (only === undefined) return { learning: all, recalibrated: {}, kept: {} };
  const stray = only.find((name) => !all.includes(name));
  if (stray !== undefined) throw headUndeclared({ system, head: stray, heads: all });
  const staying = all.filter((name) => !only.includes(name));
  const models = staying.length === 0 ? {} : ((await championRelease(system, registry))?.models ?? {});
  const kept = staying.map((head) => {
    const { [head]: id } = models;
    if (id === undefined) throw headNotKept({ head, why: NOT_SERVED });
    return [head, id] as const;
  });
  return {
    learning: all.filter((name) => only.includes(name)),
    recalibrated: {},
    kept: Object.fromEntries(kept),
  };
}

/** Why a head has no model to keep. */
export const NOT_SERVED = "no model of it is served";

/** The system with only some of its heads: what learns. */
export function withHeads<S extends SystemDefinition>(system: S, names: readonly string[]): S {
  const heads = Object.entries(system.heads).filter(([name]) => names.includes(name));
  return { ...system, heads: Object.fromEntries(heads) };
}

/** What heads that keep their models are judged with. */
export interface KeptWork extends ChampionDeps {
  readonly system: SystemDefinition;
  readonly kept: Division["kept"];
}

/** The heads that keep their models, with what these say of the judged rows. Throws `train.head-not-kept`, `model.signature-mismatch`. */
export async function keptHeads(work: KeptWork): Promise<readonly FittedHead[]> {
  return await Promise.all(Object.entries(work.kept).map((pair) => keptHead(pair, work)));
}

/** One of them. */
export async function keptHead([name, id]: readonly [string, string], work: KeptWork): Promise<FittedHead> {
  const head = known(work.system.heads[name], `head ${name}`);
  const { version, bytes } = await work.registry.loadModel(id);
  const model = decodeModel(bytes, work.ports);
  const { task, classes } = model.signature;
  const label = headLabel(work.dataset, head);
  if (task !== modelTask(head)) throw headNotKept({ head: name, why: `its model is for ${task}` });
  if (classes.join("\n") !== label.classes.join("\n"))
    throw headNotKept({ head: name, why: "the data have other classes than its model" });
  const { outputs, unseen } = await modelOutputs({ version, model }, work);
  return {
    ...{ name, head, model, unseen: outputs, outputs: Math.max(1, classes.length), classes },
    ...{ witness: null, curves: {}, kept: { id, bytes: bytes.byteLength, unseen } },
  };
}

/** Says of which heads the judged rows are not new. */
export function keptWarnings(heads: readonly FittedHead[]): readonly Warning[] {
  const names = heads.filter(({ kept }) => kept?.unseen === false).map(({ name }) => `\`${name}\``);
  if (names.length === 0) return [];
  const which = names.length === 1 ? `Head ${names[0]} keeps its model` : `Heads ${names.join(", ")} keep their models`;
  const message = `${which}, which may have learned from the rows that are judged here. That flatters this candidate, and the champion as much.`;
  return [{ code: "heads.kept-saw-rows", message }];
}
