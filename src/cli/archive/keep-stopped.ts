import { MONEY_PER_DECISION } from "../../experiment/index.ts";
import { isAlidadeError } from "../../kernel/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Invocation } from "../calling/command.ts";
import { type FinishedExperiment, finishedExperiment } from "./finished.ts";
import { openArchive } from "./open-archive.ts";
import { keepPrice } from "./waiting-price.ts";

/** What became of an experiment that was stopped, for the archive. */
export interface KeptStopped {
  /** Ids of the comparisons that were archived. */
  readonly archived: readonly string[];
  readonly summary: readonly string[];
}

type Deps = Pick<Invocation, "openState" | "registry" | "signal" | "clock" | "who">;

/**
 * Archives an experiment that has just been stopped, as it reads now, and says how to take that back. What cannot be
 * archived yet, or at all, is told and stops nothing: the experiment is over by then.
 */
export async function keepStopped(system: SystemDefinition, name: string, invocation: Deps): Promise<KeptStopped> {
  const again = `\`alidade experiments keep <system file> --name ${name}\``;
  let found: FinishedExperiment;
  try {
    found = await finishedExperiment(system, { name, early: false }, invocation);
  } catch (thrown) {
    if (!isAlidadeError(thrown)) throw thrown;
    return { archived: [], summary: [`Not archived: ${thrown.message}`] };
  }
  const { comparisons, open } = found;
  const settled = comparisons.filter(({ online }) => online[MONEY_PER_DECISION] !== undefined);
  if (settled.length === 0)
    return { archived: [], summary: [`Not archived yet, because too little has settled: ${again} does it later.`] };
  const archive = await openArchive(invocation);
  const archived: string[] = [];
  for (const comparison of settled) archived.push((await archive.keep(comparison)).record.id);
  const ids = archived.join(", ");
  const waiting = await keepPrice(system, { name, early: false }, invocation);
  return {
    archived,
    summary: [
      `Archived as ${ids}, with what was promised and what was measured; \`alidade experiments withdraw ${archived[0]}\` takes it back.`,
      ...(open === 0
        ? []
        : [
            `${open.toLocaleString("en-US")} of its decisions are still within their window: ${again} adds them later.`,
          ]),
      ...(waiting === undefined ? [] : [waiting.sentence]),
    ],
  };
}
