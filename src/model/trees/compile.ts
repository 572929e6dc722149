import type { TreesBody } from "./body.ts";
import { type Image, imageOf } from "./image.ts";

/** A body made ready to score. */
export interface Forest {
  readonly body: TreesBody;
  readonly image: Image;
  readonly levelIndex: readonly (ReadonlyMap<string, number> | undefined)[];
  /** The slots that some split reads, ascending. */
  readonly used: readonly number[];
}

const compiled = new WeakMap<TreesBody, Forest>();

/** The forest of a body, made at most once per body. */
export function compile(body: TreesBody): Forest {
  return compiled.get(body) ?? compileAs(body, imageOf(body));
}

/** The forest of a body whose image was made before: of the same body, here or on another thread. */
export function compileAs(body: TreesBody, image: Image): Forest {
  const made = build(body, image);
  compiled.set(body, made);
  return made;
}

function build(body: TreesBody, image: Image): Forest {
  const used = [...new Set(image.lanes.map(({ slot }) => slot))].sort((a, b) => a - b);
  const levelIndex = body.levels.map((levels) => (levels.length > 0 ? indexed(levels) : undefined));
  return { body, image, levelIndex, used };
}

const indexes = new WeakMap<readonly string[], ReadonlyMap<string, number>>();

function indexed(levels: readonly string[]): ReadonlyMap<string, number> {
  const index = indexes.get(levels) ?? new Map(levels.map((level, i) => [level, i]));
  indexes.set(levels, index);
  return index;
}
