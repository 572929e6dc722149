import { notIncremental } from "../source/errors.ts";
import type { Batch } from "../source/source.ts";
import { openIntake } from "./intake.ts";
import { type Keeper, keeper } from "./keep-part.ts";
import { type PullDeps, type Pulled, type PullRequest, pullKey } from "./pulling.ts";

/**
 * Reads what is new in a source and keeps it. Each part is written first and then counted, with the cursor, in one
 * compare-and-set: a process that dies at any point neither loses a row nor doubles one. Throws what the source throws,
 * after keeping what came before; `data.not-incremental`, `data.column-missing`, `data.intake-raced`.
 */
export async function pull(request: PullRequest, deps: PullDeps): Promise<Pulled> {
  const { source, system, contract, restart = false } = request;
  if (!(await deps.reader.incremental(source)))
    throw notIncremental({ source: source.source, how: HOW[source.source] ?? "There is nothing to pull." });
  const moving = await openIntake(deps.records, system, source);
  const key = pullKey(source, contract);
  if (restart) await moving.move({ cursor: null, completeAt: null, ...(key.length === 0 ? { parts: [] } : {}) });
  const keep = keeper({ moving, contract, key }, deps);
  await readAll(deps.reader.batches(source, moving.intake.cursor ?? undefined), keep, deps);
  await moving.move({ completeAt: deps.clock.now() });
  return { ...keep.counts, intake: moving.intake };
}

const HOW: Readonly<Record<string, string>> = {
  csv: "Name a folder (`events/`) or a pattern (`events/*.csv`) to which files are added, or use tail() for a file that grows.",
  jsonl: "Name a folder or a pattern to which files are added, or use tail() for a file that grows.",
  parquet: "Name a folder (`events/`) or a pattern to which files are added.",
  postgres: "Give it a `cursor` and a `key`: the column that grows, and what tells rows apart.",
  http: "Give it `paging`.",
};

async function readAll(batches: AsyncIterable<Batch>, keep: Keeper, deps: PullDeps): Promise<void> {
  try {
    for await (const batch of batches) {
      await keep.add(batch);
      deps.onProgress?.(keep.counts.rows, batch.share ?? null);
      deps.signal?.throwIfAborted();
    }
  } catch (thrown) {
    // What came before the failure is as good as ever; a failure to keep it must not hide why the reading ended.
    await keep.flush().catch(() => undefined);
    throw thrown;
  }
  await keep.flush();
}
