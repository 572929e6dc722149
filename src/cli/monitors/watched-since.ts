import type { State } from "../../store/index.ts";
import { type Evidence, seenBook } from "../../watch/index.ts";
import { watchBook } from "../up/kept-watch.ts";

/** The periods that monitors have taken, as far back as is kept; null where they never took one. */
export async function watchedSince(
  system: string,
  state: Pick<State, "records" | "blobs">,
): Promise<NonNullable<Evidence["watched"]> | null> {
  const { kept } = await watchBook(state).read(system);
  if (kept === undefined) return null;
  const reading = (await seenBook(state).reading(system))?.value;
  const first = reading?.days[0] ?? reading?.periods[0];
  return { from: Math.min(kept.through, first?.from ?? kept.through), to: kept.through };
}
