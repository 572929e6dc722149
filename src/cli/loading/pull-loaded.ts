import type { Pulled, PullRequest, SourceReader } from "../../data/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { CommandResult, Invocation } from "../calling/command.ts";
import { type LoadedSystem, shownPath } from "../load-system.ts";

type Around = Pick<
  Invocation,
  "backends" | "cwd" | "directory" | "env" | "clock" | "openState" | "signal" | "progress"
>;

/** What came from one source. */
interface Came extends Pulled {
  /** `rows`, or the name of a stream. */
  readonly name: string;
  /** Rows that are kept in all. */
  readonly kept: number;
}

/** Pulls what is new for a system, its rows and its streams, and says what came and what is kept. */
export async function pullLoaded(loaded: LoadedSystem, restart: boolean, around: Around): Promise<CommandResult> {
  const { sourceReaderFor } = await import("../../embed/index.ts");
  const reader = await sourceReaderFor(loaded, around);
  const came: Came[] = [];
  for (const { name, ...request } of await requestsOf(loaded.system, reader)) {
    const pulled = await pullOne({ ...request, restart }, reader, around);
    came.push({ ...pulled, name, kept: pulled.intake.parts.reduce((sum, { rows }) => sum + rows, 0) });
  }
  const { table } = await import("../../report/index.ts");
  const columns = [
    "From",
    "Where",
    { name: "New", unit: "count" },
    { name: "Kept", unit: "count" },
    { name: "Parts", unit: "count" },
  ] as const;
  const rows = came.map(({ name, intake, rows: fresh, kept }) => [
    name,
    intake.source,
    fresh,
    kept,
    intake.parts.length,
  ]);
  return {
    json: { system: loaded.system.name, sources: came.map(jsonOf) },
    document: {
      title: `Pull of ${loaded.system.name}`,
      verdict: verdictOf(came),
      summary: summaryOf(came, `alidade train ${shownPath(loaded.file, around.cwd)}`),
      sections: [{ title: "Sources", blocks: [table(columns, rows)] }],
    },
  };
}

interface Named extends PullRequest {
  readonly name: string;
}

/** Every source of a system that is incremental; its own when none is, which then says why it is not. */
async function requestsOf(system: SystemDefinition, reader: SourceReader): Promise<readonly Named[]> {
  const own = { name: "rows", system: system.name, source: system.source, contract: system.contract };
  const streams = Object.entries(system.streams).map(([name, { source, contract }]) => ({
    ...own,
    name,
    source,
    contract,
  }));
  const all = [own, ...streams];
  const grows = await Promise.all(all.map(({ source }) => reader.incremental(source)));
  const found = all.filter((_, i) => grows[i]);
  return found.length > 0 ? found : [own];
}

async function pullOne(request: PullRequest, reader: SourceReader, around: Around): Promise<Pulled> {
  const { clock, progress, signal, openState } = around;
  const { pull } = await import("../../data/index.ts");
  const { records, blobs } = await openState(true);
  const step = progress.step(`Pulling from ${request.source.source} ${request.source.path}`);
  const pulled = await pull(request, {
    ...{ reader, records, blobs, clock, signal },
    onProgress: (rows, share) => step.update(share ?? Number.NaN, `${counted(rows)} new rows`),
  });
  step.done(`${counted(pulled.rows)} new rows`);
  return pulled;
}

function jsonOf({ name, rows, resent, quarantined, kept, intake }: Came): unknown {
  const { source, parts, completeAt } = intake;
  return { name, source, rows, resent, quarantined, kept, completeAt, parts };
}

function verdictOf(came: readonly Came[]): { readonly tone: "good"; readonly text: string } {
  const [fresh, kept] = [sum(came, "rows"), sum(came, "kept")];
  const words = fresh === 0 ? "Nothing new" : `${counted(fresh)} new row${fresh === 1 ? "" : "s"}`;
  return { tone: "good", text: `${words}; ${counted(kept)} ${kept === 1 ? "is" : "are"} kept.` };
}

function summaryOf(came: readonly Came[], next: string): readonly string[] {
  const [resent, quarantined] = [sum(came, "resent"), sum(came, "quarantined")];
  return [
    ...(resent === 0 ? [] : [`${counted(resent)} rows came again just as they are kept, and were not kept twice.`]),
    ...(quarantined === 0
      ? []
      : [
          `${counted(quarantined)} new rows break the contract; they are kept, and training sets them aside with their reasons.`,
        ]),
    `Next: ${next}`,
  ];
}

function sum(came: readonly Came[], of: "rows" | "kept" | "resent" | "quarantined"): number {
  return came.reduce((all, one) => all + one[of], 0);
}

function counted(count: number): string {
  return count.toLocaleString("en-US");
}
