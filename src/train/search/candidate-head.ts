import { known, type Space } from "../../kernel/index.ts";
import { defaultSpace, learners, type Point } from "../../learn/index.ts";
import type { Head, LearnerRef, SystemDefinition } from "../../system/index.ts";
import { isOutside } from "../outside/is-outside.ts";
import { headUnknown, spaceMissing } from "./errors.ts";

/** A parameter of a composed learner's base is written `base.numLeaves`. */
const BASE = "base.";

/** The head that is searched for: as named, or the only one. Throws `train.search-head-unknown`. */
export function searchedHead(system: SystemDefinition, named: string | undefined): string {
  const all = Object.keys(system.heads);
  const head = named ?? (all.length === 1 ? all[0] : undefined);
  if (head === undefined || !all.includes(head)) throw headUnknown({ system: system.name, head: named, known: all });
  return head;
}

/** The space that the file gives, or the learner's usual one. Throws `train.search-space-missing`. */
export function spaceFor(head: string, { learner }: Pick<Head, "learner">, declared: Space | undefined): Space {
  const space = isOutside(learner) ? undefined : (declared ?? usualSpace(learner));
  if (space === undefined || Object.keys(space).length === 0) throw spaceMissing({ learner: learner.learner, head });
  return space;
}

/** Of a composed learner that has no space, its base's. */
function usualSpace({ learner, base }: LearnerRef): Space | undefined {
  const own = defaultSpace(learner);
  if (own !== undefined || base === undefined || Array.isArray(base)) return own;
  const inner = usualSpace(base as LearnerRef);
  return inner && Object.fromEntries(Object.entries(inner).map(([name, dimension]) => [BASE + name, dimension]));
}

/** The same system with some of a head's parameters changed. */
export function withPoint(system: SystemDefinition, head: string, point: Point): SystemDefinition {
  const before = known(system.heads[head], `head ${head}`);
  const after = { ...before, learner: refWith(before.learner, point) };
  return { ...system, heads: { ...system.heads, [head]: after } };
}

/** The same learner with some parameters changed. */
export function refWith(ref: LearnerRef, point: Point): LearnerRef {
  const entries = Object.entries(point);
  const own = entries.filter(([name]) => !name.startsWith(BASE));
  const below = entries
    .filter(([name]) => name.startsWith(BASE))
    .map(([name, value]) => [name.slice(BASE.length), value]);
  const params = { ...ref.params, ...Object.fromEntries(own) };
  if (below.length === 0 || ref.base === undefined || Array.isArray(ref.base)) return { ...ref, params };
  return { ...ref, params, base: refWith(ref.base as LearnerRef, Object.fromEntries(below)) };
}

/** The learner and its base, all parameters at their defaults. */
export function refAtDefaults({ base, ...ref }: LearnerRef): LearnerRef {
  const inner = base === undefined || Array.isArray(base) ? base : refAtDefaults(base as LearnerRef);
  return { ...ref, params: {}, ...(inner === undefined ? {} : { base: inner }) };
}

/** The values that the file gives to the parameters of a space, defaults included where the catalogue knows them. */
export function pointInFile(ref: LearnerRef, space: Space): Point {
  return Object.fromEntries(Object.keys(space).flatMap((name) => valueInFile(ref, name)));
}

function valueInFile(ref: LearnerRef, name: string): readonly (readonly [string, unknown])[] {
  if (name.startsWith(BASE)) {
    if (ref.base === undefined || Array.isArray(ref.base)) return [];
    return valueInFile(ref.base as LearnerRef, name.slice(BASE.length)).map(([inner, value]) => [BASE + inner, value]);
  }
  const value = ref.params[name] ?? paramDefault(ref.learner, name);
  return value === undefined ? [] : [[name, value]];
}

/** The default of a learner's parameter; undefined when there is no such learner or parameter. */
function paramDefault(learner: string, name: string): unknown {
  if (!Object.hasOwn(learners, learner)) return undefined;
  const params = learners[learner as keyof typeof learners].params as Readonly<Record<string, { default: unknown }>>;
  return Object.hasOwn(params, name) ? params[name]?.default : undefined;
}
