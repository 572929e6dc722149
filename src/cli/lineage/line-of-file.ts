import type { Quarantined } from "../../data/index.ts";
import type { Snapshot } from "../../registry/index.ts";
import type { Invocation } from "../calling/command.ts";

/** Whether a line of a file went into snapshots, or was set aside on the way, with the reasons; a sentence for each. */
export async function lineRemarks(
  line: number,
  snapshots: readonly Snapshot[],
  around: Pick<Invocation, "openState">,
): Promise<readonly string[]> {
  const { blobs } = await around.openState(false);
  const found: string[] = [];
  for (const { id, origins = [], quarantined } of snapshots) {
    const name = `snapshot ${id.slice(0, 12)}`;
    const [origin] = origins;
    if (origins.length > 1 || origin?.kind === "part") {
      const what = origin?.kind === "part" ? "rows that were pulled" : "several files";
      found.push(`${name} holds ${what}, whose lines are not told apart.`);
      continue;
    }
    const bytes = quarantined === 0 ? undefined : await blobs.get(`quarantine/${id}.json`);
    const { records } =
      bytes === undefined ? { records: [] } : (JSON.parse(new TextDecoder().decode(bytes)) as Quarantined);
    const aside = records.find(({ row }) => row === line);
    found.push(aside === undefined ? `${name} holds it.` : `${name} set it aside: ${aside.reasons.join(", ")}.`);
  }
  return found.map((sentence) => sentence.charAt(0).toUpperCase() + sentence.slice(1));
}
