import type { KeyRows, KeyTrial, LearnerSpec } from "../../learn/index.ts";
import type { Compute } from "../../store/index.ts";
import { batchesOf } from "./batches.ts";
import type { Finished } from "./finished.ts";
import { keysKernel, type StoredFit } from "./keys-kernel.ts";

/** How many batches are under way between two savings: enough to keep every thread busy. */
const WAVE = 16;

interface LevelWork {
  readonly base: LearnerSpec;
  /** Its losses are in shared memory, and those of the keys that are kept take their places. */
  readonly trial: Omit<KeyTrial, "base">;
  readonly keys: readonly KeyRows[];
  readonly level: number;
}

interface LevelDeps {
  readonly compute: Compute;
  readonly finished: Finished;
  /** Called with the share of the batches that are done. */
  onBatch(share: number): void;
}

/** Tries the keys of one level, batch by batch; those that are better off on their own. */
export async function fitLevel(work: LevelWork, deps: LevelDeps): Promise<readonly StoredFit[]> {
  const batches = batchesOf(work.keys);
  const fits: StoredFit[] = [];
  for (let first = 0; first < batches.length; first += WAVE) {
    const wave = batches.slice(first, first + WAVE);
    fits.push(...(await fitWave(work, { wave, first }, deps)));
    deps.onBatch(Math.min(1, (first + WAVE) / batches.length));
  }
  replaceLosses(work, fits);
  return fits;
}

interface Wave {
  readonly wave: readonly (readonly KeyRows[])[];
  /** The number of its first batch. */
  readonly first: number;
}

async function fitWave(work: LevelWork, { wave, first }: Wave, deps: LevelDeps): Promise<readonly StoredFit[]> {
  const { base, trial, level } = work;
  const nameOf = (i: number): string => `${level}-${first + i}`;
  const before = await Promise.all(wave.map((_, i) => deps.finished.recall<readonly StoredFit[]>(nameOf(i))));
  const open = wave.flatMap((_, i) => (before[i] === undefined ? [i] : []));
  const jobs = open.map((i) => ({ base, trial, keys: wave[i] as readonly KeyRows[] }));
  const made = open.length === 0 ? [] : await deps.compute.map(keysKernel, jobs);
  await Promise.all(open.map((i, k) => deps.finished.keep(nameOf(i), made[k])));
  const results = new Map(open.map((i, k) => [i, made[k]]));
  return wave.flatMap((_, i) => before[i] ?? results.get(i) ?? []);
}

function replaceLosses({ trial, keys }: LevelWork, fits: readonly StoredFit[]): void {
  const rows = new Map(keys.map((each) => [JSON.stringify(each.key), each.rows]));
  for (const { key, losses } of fits)
    rows.get(JSON.stringify(key))?.forEach((row, i) => {
      trial.losses[row] = losses[i] as number;
    });
}
