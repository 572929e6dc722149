import { hashBytes, isAlidadeError } from "../../kernel/index.ts";
import { encodeModel, signatureMismatch } from "../../model/index.ts";
import type { Registry, Release } from "../../registry/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Warning } from "../check/warnings.ts";
import type { FittedHead } from "../fit/fit-heads.ts";
import { type Champion, type ChampionDeps, championOn, championRelease } from "./champion.ts";

/** Whom a candidate has to beat, and what is to be said of the comparison. */
export interface Rival {
  readonly champion: Champion | null;
  readonly warnings: readonly Warning[];
}

const NOBODY: Rival = { champion: null, warnings: [] };

/** The candidate, as far as it can be told from a champion. */
export interface Challenger {
  readonly system: SystemDefinition;
  readonly heads: readonly FittedHead[];
  readonly weights: Readonly<Record<string, number>>;
}

/**
 * The champion and what it says of the judged rows; nobody when there is none, when it is the very candidate (same bytes, same
 * weights), or when it reads features that the file no longer has: retraining must stay possible, and a warning says so.
 */
export async function findRival(challenger: Challenger, deps: ChampionDeps): Promise<Rival> {
  const release = await championRelease(challenger.system.name, deps.registry);
  if (release === null || challenger.heads.length === 0) return NOBODY;
  if (await isSame(release, challenger, deps.registry)) return NOBODY;
  try {
    const champion = await championOn(release, deps);
    return { champion, warnings: champion.unseen ? [] : [SAW_ROWS] };
  } catch (thrown) {
    if (!isAlidadeError(thrown, signatureMismatch.code)) throw thrown;
    return { champion: null, warnings: [{ code: NOT_COMPARABLE, message: notComparable(thrown.message) }] };
  }
}

async function isSame(release: Release, { heads, weights }: Challenger, registry: Registry): Promise<boolean> {
  const theirs = (await registry.findWeights(release.system, release.weights)).values;
  if (Object.keys(release.models).length !== heads.length) return false;
  if (Object.entries(weights).some(([head, weight]) => theirs[head] !== weight)) return false;
  const same = heads.map(async ({ name, model }) => {
    const id = release.models[name];
    return id !== undefined && (await registry.findModel(id)).hash === hashBytes(encodeModel(model));
  });
  return (await Promise.all(same)).every(Boolean);
}

/** The code of the warning where a champion may have learned from what it is judged on. */
export const CHAMPION_SAW_ROWS = "champion.saw-rows";
/** The code of the warning where a champion reads features that are gone. */
export const NOT_COMPARABLE = "champion.not-comparable";

const SAW_ROWS: Warning = {
  code: CHAMPION_SAW_ROWS,
  message: "The champion may have learned from the rows that it is judged on here, which flatters it.",
};

function notComparable(why: string): string {
  return `The champion cannot be judged beside the candidate, which was compared with the rule alone. ${why}`;
}
