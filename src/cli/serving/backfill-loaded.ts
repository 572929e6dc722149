import { buildView, onlinePlan } from "../../decide/index.ts";
import { type HistoryPlace, onlineHistoryOf } from "../../embed/index.ts";
import { table } from "../../report/index.ts";
import type { CommandResult } from "../calling/command.ts";
import { type LoadedSystem, shownPath } from "../load-system.ts";

/** Builds the online view of a system anew, and says what is in it. */
export async function backfillLoaded(loaded: LoadedSystem, around: HistoryPlace): Promise<CommandResult> {
  const { system } = loaded;
  const plan = onlinePlan(system);
  const history = await onlineHistoryOf(loaded, around);
  const values = await (await around.backends()).onlineValues(await around.openState(true));
  try {
    const now = around.clock.now();
    const entities = await buildView({ system: system.name, plan, values, now }, history);
    const streams = plan.streams.map(({ name, plan: { windows } }) => ({
      stream: name,
      events: history.events[name]?.table.rows ?? 0,
      windows: windows.length,
    }));
    const rows = streams.map(({ stream, events, windows }) => [stream, events, windows]);
    return {
      json: { system: system.name, entities, position: history.position, streams },
      document: {
        title: `Backfill of ${system.name}`,
        verdict: { tone: "good", text: wordVerdict(entities) },
        summary: [`Next: alidade serve ${shownPath(loaded.file, around.cwd)}`],
        sections: [
          {
            title: "Streams",
            blocks: [table(["Stream", { name: "Events", unit: "count" }, { name: "Windows", unit: "count" }], rows)],
          },
        ],
      },
    };
  } finally {
    await values.close();
  }
}

function wordVerdict(entities: number): string {
  return `The online view is built: ${entities.toLocaleString("en-US")} state${entities === 1 ? "" : "s"}.`;
}
