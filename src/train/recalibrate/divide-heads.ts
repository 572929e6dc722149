import type { Registry } from "../../registry/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { championRelease } from "../judge/champion.ts";
import { type Division, NOT_SERVED } from "../judge/kept-heads.ts";
import { notRecalibrated } from "./errors.ts";

/**
 * Divides a system's heads into those that keep the model that serves under another calibration, and those that stay as they serve.
 * Throws `train.not-recalibrated`.
 */
export async function divideRecalibrated(
  { name: system, heads }: SystemDefinition,
  recalibrate: readonly string[],
  registry: Registry,
): Promise<Division> {
  const all = Object.keys(heads);
  const stray = recalibrate.find((name) => !all.includes(name));
  if (stray !== undefined) throw notRecalibrated({ head: stray, reason: "head-undeclared", why: wordDeclared(all) });
  const models = (await championRelease(system, registry))?.models ?? {};
  const isAgain = (head: string): boolean => recalibrate.includes(head);
  const modelOf = (head: string): readonly [string, string] => {
    const { [head]: id } = models;
    if (id !== undefined) return [head, id];
    throw notRecalibrated({ head, reason: isAgain(head) ? "not-served" : "other-not-kept", why: NOT_SERVED });
  };
  return {
    learning: [],
    // What is asked for comes first: where nothing serves, that is what is said of it.
    recalibrated: Object.fromEntries(all.filter(isAgain).map(modelOf)),
    kept: Object.fromEntries(all.filter((head) => !isAgain(head)).map(modelOf)),
  };
}

function wordDeclared(heads: readonly string[]): string {
  return heads.length === 0
    ? "the file declares no head"
    : `the file declares ${heads.join(", ")}, and no head of this name`;
}
