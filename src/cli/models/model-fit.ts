import type { Kind } from "../../data/index.ts";
import { isAlidadeError } from "../../kernel/index.ts";
import { decodeModel, importModel, isEncodedModel, type Model, type Task } from "../../model/index.ts";
import { type Head, modelTask, type SystemDefinition } from "../../system/index.ts";
import type { FileDescription, ModelFile } from "./model-description.ts";

/** A model file held against a system. */
export interface ModelFit {
  readonly system: string;
  /** Whether at least one head can use it. */
  readonly fits: boolean;
  /** Features that the model reads and the system lacks. */
  readonly missing: readonly string[];
  /** Features that are of another kind there, each in words. */
  readonly otherKind: readonly string[];
  /** Features of the system that the model does not read: no harm. */
  readonly unread: readonly string[];
  readonly heads: readonly HeadFit[];
}

interface HeadFit {
  readonly head: string;
  readonly task: string;
  /** Why the head cannot use the model; null when it can. */
  readonly problem: string | null;
}

/** What a system has of what a model reads, and which heads can use it. */
export function fitOf(system: SystemDefinition, description: FileDescription, file: ModelFile): ModelFit {
  const kinds = kindsOf(system);
  const { features } = description;
  const read = new Set(features.map(({ name }) => name));
  const missing = features.filter(({ name }) => !Object.hasOwn(kinds, name)).map(({ name }) => name);
  const otherKind = features.flatMap(({ name, kind }) => wordKind(name, kind, kinds));
  const isRead = missing.length === 0 && otherKind.length === 0;
  const heads = Object.entries(system.heads).map(([name, head]) => headFit(name, head, { file, isRead }));
  return {
    system: system.name,
    fits: heads.some(({ problem }) => problem === null),
    missing,
    otherKind,
    unread: Object.keys(kinds).filter((name) => !read.has(name)),
    heads,
  };
}

type Kinds = Readonly<Record<string, Kind>>;

function kindsOf({ features }: SystemDefinition): Kinds {
  return Object.fromEntries(Object.entries(features).flatMap(([name, { kind }]) => (kind ? [[name, kind]] : [])));
}

/** A number may be read from a flag. */
function wordKind(name: string, kind: Kind, kinds: Kinds): readonly string[] {
  const has = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (has === undefined || has === kind || (kind === "number" && has === "flag")) return [];
  return [`${name} is a ${has} in the system and a ${kind} in the model`];
}

interface Against {
  readonly file: ModelFile;
  /** Whether the system has every feature that the model reads. */
  readonly isRead: boolean;
}

function headFit(name: string, head: Head, { file, isRead }: Against): HeadFit {
  const task = modelTask(head);
  try {
    const predicted = modelFor(task, file).signature.task;
    const problem = predicted !== task ? `It predicts ${predicted}.` : isRead ? null : "The features differ.";
    return { head: name, task, problem };
  } catch (thrown) {
    if (!isAlidadeError(thrown)) throw thrown;
    return { head: name, task, problem: thrown.message };
  }
}

function modelFor(task: Task, { bytes, names, ports }: ModelFile): Model {
  return isEncodedModel(bytes) ? decodeModel(bytes, ports) : importModel(bytes, { task, names, onnx: ports });
}
