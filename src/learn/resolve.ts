import { isObject, resolveParams } from "../kernel/index.ts";
import type { Task } from "../model/index.ts";
import { learners } from "./_catalogue.ts";
import { composers } from "./_composed.ts";
import { type Bases, type Composed, type ResolvedLearner, withBases } from "./composed-learner.ts";
import { taskUnsupported } from "./errors.ts";
import { goalsUnsupported } from "./goals.ts";
import type { Learner } from "./learner.ts";
import { basesInvalid, learnerMalformed, learnerUnknown } from "./resolve-errors.ts";

/** Names a learner, its parameters and, for a composed one, its base or bases. Only data: see `LearnerRef` of `system/`. */
export interface LearnerSpec {
  readonly learner: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly base?: LearnerSpec | readonly LearnerSpec[];
}

/**
 * The learner that a system file names, ready to learn. `where` is the path that errors name: `learner.base.params`.
 * Throws `learn.learner-malformed`, `learn.learner-unknown`, `learn.bases-invalid`, `params.invalid`, `params.unknown`.
 */
export function resolveLearner(spec: LearnerSpec, where = "learner"): ResolvedLearner {
  checkSpec(spec, where);
  const composed = composerNamed(spec.learner);
  if (composed !== undefined) return resolveComposed(composed, spec, where);
  const { learner: name, params } = spec;
  if (!Object.hasOwn(learners, name)) throw learnerUnknown({ where, learner: name, known: known() });
  if (spec.base !== undefined)
    throw basesInvalid({ where, learner: name, wanted: "no base", got: basesOf(spec, where).length });
  return ready(learners[name as keyof typeof learners], params, { where, bases: [] });
}

/** A nest deeper than this is a loop, or no use. */
const DEEPEST = 16;

function checkSpec(spec: unknown, where: string): void {
  const depth = where.split(".base").length - 1;
  if (depth > DEEPEST)
    throw learnerMalformed({ where: "learner", got: `bases within bases, more than ${DEEPEST} deep` });
  if (!isObject(spec)) throw learnerMalformed({ where, got: Array.isArray(spec) ? "a list" : String(spec) });
  const { params } = spec as Partial<LearnerSpec>;
  if (!isObject(params))
    throw learnerMalformed({ where, got: `params that are ${params === undefined ? "missing" : "no object"}` });
}

/**
 * Checks that the named learner can do a task, and its bases theirs.
 * Throws what {@link resolveLearner} throws, and `learn.task-unsupported`.
 */
export function checkLearnerRef(spec: LearnerSpec, task: Task, where = "learner"): void {
  checkTask(resolveLearner(spec, where), spec, task);
}

/** Checks that the named learner can learn one score from several outcomes. Throws as {@link checkLearnerRef}, and `learn.goals-unsupported`. */
export function checkGoalLearner(spec: LearnerSpec, where = "learner"): void {
  const { name, capabilities } = resolveLearner(spec, where);
  if (capabilities.goals !== true) throw goalsUnsupported({ learner: name });
}

function checkTask(resolved: ResolvedLearner, spec: LearnerSpec, task: Task): void {
  const composed = composerNamed(spec.learner);
  const asked = composed?.tasks[task];
  if (asked !== undefined) {
    const specs = basesOf(spec, "").map(([base]) => base);
    resolved.bases.forEach((base, i) => {
      checkTask(base, specs[i] as LearnerSpec, asked);
    });
  } else if (composed !== undefined || !resolved.tasks.includes(task)) {
    const tasks = composed === undefined ? resolved.tasks : Object.keys(composed.tasks);
    throw taskUnsupported({ learner: spec.learner, task, tasks });
  }
}

function resolveComposed(composed: Composed, spec: LearnerSpec, where: string): ResolvedLearner {
  const specs = basesOf(spec, where);
  const [least, most, wanted] =
    composed.takes === "one" ? [1, 1, "exactly one base"] : [2, 64, "a list of 2 to 64 bases"];
  const [first, ...others] = specs.map(([base, path]) => resolveLearner(base, path));
  if (first === undefined || specs.length < least || specs.length > most)
    throw basesInvalid({ where, learner: composed.name, wanted, got: specs.length });
  const bases: Bases = [first, ...others];
  const resolved = ready(withBases(composed, bases), spec.params, { where, bases });
  composed.check?.(resolved.params);
  return resolved;
}

interface Place {
  readonly where: string;
  readonly bases: readonly ResolvedLearner[];
}

function ready(learner: Learner, given: LearnerSpec["params"], { where, bases }: Place): ResolvedLearner {
  const { name, tasks, capabilities } = learner;
  const params = resolveParams(`\`${where}.params\` (${name})`, learner.params, given);
  return { name, tasks, capabilities, params, bases, fit: (set, context) => learner.fit(set, params, context) };
}

/** Each base with its path. */
function basesOf({ base }: LearnerSpec, where: string): readonly (readonly [LearnerSpec, string])[] {
  if (base === undefined) return [];
  if (isList(base)) return base.map((each, i) => [each, `${where}.base[${i}]`] as const);
  return [[base, `${where}.base`]];
}

function isList(base: LearnerSpec | readonly LearnerSpec[]): base is readonly LearnerSpec[] {
  return Array.isArray(base);
}

function composerNamed(name: string): Composed | undefined {
  return Object.hasOwn(composers, name) ? (composers[name as keyof typeof composers] as Composed) : undefined;
}

function known(): readonly string[] {
  return [...Object.keys(learners), ...Object.keys(composers)];
}
