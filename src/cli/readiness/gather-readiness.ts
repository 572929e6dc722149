import type { State } from "../../store/index.ts";
import { drillBook, type Evidence, tooLittle } from "../../watch/index.ts";
import type { Invocation } from "../calling/command.ts";
import type { LoadedSystem } from "../load-system.ts";
import { watchedSince } from "../monitors/watched-since.ts";
import { gatherEvidence } from "../scorecard/gather-evidence.ts";
import { watchBook } from "../up/kept-watch.ts";

/** What a scorecard looks at, and beside it the drills and how long monitors have been at work. */
export async function gatherReadiness(loaded: LoadedSystem, invocation: Invocation): Promise<Evidence> {
  const state = await invocation.openState(false);
  const { name } = loaded.system;
  return {
    ...(await gatherEvidence(loaded, invocation)),
    drills: await drillBook(state.records).list(name),
    watched: await watchedSince(name, state),
    tooLittle: await tooLittleOf(name, state),
  };
}

/** Monitors for which a period has too little, as they were kept last. */
async function tooLittleOf(
  system: string,
  state: Pick<State, "records" | "blobs">,
): Promise<NonNullable<Evidence["tooLittle"]>> {
  const book = watchBook(state);
  const known = await book.monitors((await book.read(system)).kept);
  return known?.supplies === undefined ? [] : tooLittle(known.supplies, known.periodMs);
}
