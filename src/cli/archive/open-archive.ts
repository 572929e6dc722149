import type { Archive, StoredComparison } from "../../experiment/index.ts";
import { defineError, didYouMean, type ErrorConstructor } from "../../kernel/index.ts";
import type { Invocation } from "../calling/command.ts";

interface Missing {
  readonly id: string;
  readonly known: readonly string[];
}

export const comparisonUnknown: ErrorConstructor<Missing> = defineError("cli.input.comparison-unknown", {
  headline: "No such comparison",
  message: ({ id, known }: Missing) => `The archive holds no comparison "${id}".${didYouMean(id, known)}`,
  hint: () => "`alidade experiments` lists them.",
});

/** The archive of the state. */
export async function openArchive(
  { openState, clock, who }: Pick<Invocation, "openState" | "clock" | "who">,
  create = false,
): Promise<Archive> {
  const { archiveOf } = await import("../../experiment/index.ts");
  const { records } = await openState(create);
  return archiveOf({ records, clock, who });
}

/** The latest revision of one comparison. Throws `cli.input.comparison-unknown`. */
export async function comparisonIn(archive: Archive, id: string): Promise<StoredComparison> {
  const all = await archive.comparisons();
  const found = all.find((each) => each.id === id);
  if (found === undefined) throw comparisonUnknown({ id, known: all.map((each) => each.id) });
  return found;
}
