import { contractId, rowEnforcer } from "../../data/index.ts";
import { fieldsOf, type Reach } from "../../features/index.ts";
import { hashValue, isAlidadeError, known, milliseconds } from "../../kernel/index.ts";
import { layOut, type Model, type ModelPorts } from "../../model/index.ts";
import { cutoffsOf, isAnswerPolicy, type StoredPolicy } from "../../registry/index.ts";
import type { Compute } from "../../store/index.ts";
import { ruleNodes, type SystemDefinition } from "../../system/index.ts";
import type { FallbackModel, LoadedRelease, ServingState } from "../serving-state.ts";
import { type Decoded, decodeKernel } from "./decode-kernel.ts";
import type { DocumentRelease, ServingDocument } from "./document.ts";
import { type ModelShelf, modelShelf, type ShelfSlot } from "./model-shelf.ts";
import { openModel, type ReadyCheck, readyCheck } from "./open-model.ts";

/** What opening a document may use. */
export interface OpenPorts {
  /** What a model may need to be scored and cannot bring along. */
  readonly ports?: ModelPorts | undefined;
  /** Where opened models are kept. Default: a shelf of the state's own. */
  readonly shelf?: ModelShelf | undefined;
  /** Where large models are decoded, so that nobody waits meanwhile. Default: here. */
  readonly compute?: Compute | undefined;
  /** What a model must pass to be used. Default: that it reads what the system declares. */
  readonly check?: ReadyCheck | undefined;
}

/** A state, and how to give up its places on the shelf once nothing decides by it any more; only once. */
export interface OpenedState {
  readonly state: ServingState;
  close(): void;
}

/**
 * Opens a document. Models are opened now as far as the shelf has room, what serves most first, and the others when they are
 * first asked; between two of them whoever else waits gets a turn.
 */
export async function openState(
  system: SystemDefinition,
  document: ServingDocument,
  options: OpenPorts = {},
): Promise<OpenedState> {
  const slots = await openSlots(system, document, options);
  const nodes = [
    ...Object.values(system.features),
    ...Object.values(ruleNodes(system)),
    ...system.filters.map(({ when }) => when),
  ];
  const reach = new Map(document.models.flatMap((model) => ("reach" in model ? [[model.id, model.reach]] : [])));
  const releases = document.releases.map((release) => [release.id, loadedRelease(release, slots, reach)] as const);
  const state: ServingState = {
    system,
    epoch: document.epoch,
    plan: document.plan,
    enforce: rowEnforcer(system.contract),
    read: new Set(nodes.flatMap(fieldsOf)),
    releases: new Map(releases),
    contractVersion: contractId(system.contract),
  };
  const close = (): void => {
    for (const slot of slots.values()) if (typeof slot !== "string") slot.leave();
  };
  return { state, close };
}

/** A place on the shelf, or why the model cannot be used. */
type Slots = ReadonlyMap<string, ShelfSlot | string>;

/** Larger models are decoded elsewhere: here they would keep decisions waiting for more than some milliseconds. */
const LARGE = 64 * 1024;

async function openSlots(
  system: SystemDefinition,
  { models, releases }: ServingDocument,
  { ports, shelf = modelShelf(), compute, check = readyCheck(system) }: OpenPorts,
): Promise<Slots> {
  const hangsAfter = hangsAfterOf(system, releases);
  const slots = new Map<string, ShelfSlot | string>();
  for (const model of models) {
    if ("unusable" in model) {
      slots.set(model.id, model.unusable);
      continue;
    }
    const { bytes } = model;
    const within = portsWithin(ports, hangsAfter.get(model.id) ?? HANGS_MS);
    const slot = shelf.slot(`${system.name}/${model.id}`, bytes.byteLength, () => openModel(bytes, check, within));
    slots.set(model.id, slot);
    if (slot.isOpen() || !shelf.fits(bytes.byteLength)) continue;
    const why = await whyUnusable(() => openNow(slot, { bytes, check, compute }));
    if (why === undefined) continue;
    slot.leave();
    slots.set(model.id, why);
  }
  return slots;
}

/** A model that another runtime scores hangs when it takes so long, in milliseconds, or so many times its head's deadline. */
const HANGS_MS = 1_000;
const HANGS_TIMES = 10;

/** By model, after how many milliseconds nobody waits for it any more, where a head that it answers for has a deadline. */
function hangsAfterOf({ heads }: SystemDefinition, releases: ServingDocument["releases"]): ReadonlyMap<string, number> {
  const answers = releases.flatMap(({ models, previous }) => [...Object.entries(models), ...Object.entries(previous)]);
  const found = answers.flatMap(([head, id]): [string, number][] => {
    const deadline = heads[head]?.deadline;
    return deadline === undefined ? [] : [[id, HANGS_TIMES * milliseconds(deadline)]];
  });
  return new Map(found);
}

function portsWithin(ports: ModelPorts | undefined, timeoutMs: number): ModelPorts | undefined {
  const foreign = ports?.foreign;
  return foreign === undefined ? ports : { ...ports, foreign: { open: (model) => foreign.open(model, { timeoutMs }) } };
}

interface Opening {
  readonly bytes: Uint8Array;
  readonly check: ReadyCheck;
  readonly compute: Compute | undefined;
}

async function openNow(slot: ShelfSlot, { bytes, check, compute }: Opening): Promise<void> {
  if (compute === undefined || bytes.byteLength < LARGE) {
    slot.open();
    await nextTurn();
    return;
  }
  const [decoded] = await compute.map(decodeKernel, [bytes]).catch((thrown: unknown): readonly Decoded[] => {
    // Some models hold what no thread can send, such as a session of a runtime: they are opened here.
    if (isAlidadeError(thrown) && !thrown.code.startsWith("compute.")) throw thrown;
    return [];
  });
  if (decoded === undefined) {
    slot.open();
    return;
  }
  layOut(decoded.model, decoded.layout);
  slot.put(check(decoded.model));
}

/** Lets whoever waits have a turn: a promise alone would go before them. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/**
 * Why a model cannot be used: damaged, trained on other features than the file declares now, or in need of what is not
 * installed here. Either way another answers in its place, because a server that does not start helps nobody.
 */
async function whyUnusable(open: () => Promise<void>): Promise<string | undefined> {
  try {
    await open();
    return undefined;
  } catch (thrown) {
    if (isAlidadeError(thrown) && /^(model|onnx)\./.test(thrown.code)) return thrown.message;
    throw thrown;
  }
}

function loadedRelease(release: DocumentRelease, slots: Slots, reaches: ReadonlyMap<string, Reach>): LoadedRelease {
  const models: Record<string, Model> = {};
  const previous: Record<string, FallbackModel> = {};
  const unusable: Record<string, string> = {};
  const reach: Record<string, Reach> = {};
  const lost: string[] = [];
  for (const [head, id] of Object.entries(release.models)) {
    const noted = reaches.get(id);
    if (noted !== undefined) reach[head] = noted;
    const slot = known(slots.get(id), `model ${id} of the document`);
    if (typeof slot === "string") unusable[head] = slot;
    else Object.defineProperty(models, head, { enumerable: true, get: () => slot.model() });
    if (typeof slot === "string") lost.push(id);
    const earlier = release.previous[head] ?? "";
    const before = slots.get(earlier);
    if (typeof before === "string") lost.push(earlier);
    else if (before !== undefined) previous[head] = fallbackModel(earlier, before);
  }
  return {
    id: release.id,
    kind: release.kind,
    models,
    unusable,
    previous,
    lost,
    reach,
    versions: release.models,
    weights: release.weights,
    weightsVersion: release.weightsVersion,
    policy: servedPolicy(release),
    policyVersion: hashValue(release.policy).slice(0, 16),
  };
}

function fallbackModel(version: string, slot: ShelfSlot): FallbackModel {
  return {
    version,
    get model() {
      return slot.model();
    },
  };
}

/** A release of the rule keeps its policy as declared: of those that answer, only an order is settled by that alone. */
export function servedPolicy({ kind, policy }: Pick<DocumentRelease, "kind" | "policy">): LoadedRelease["policy"] {
  const stored = policy as unknown as StoredPolicy;
  if (!isAnswerPolicy(stored)) return { policy: "act-if", ...cutoffsOf(stored) };
  return kind === "model" || stored.policy === "rank-by" ? stored : null;
}
