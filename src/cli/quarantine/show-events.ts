import type { CommandResult, Invocation } from "../calling/command.ts";
import { usage } from "../calling/errors.ts";
import { loadSystem } from "../load-system.ts";
import { readCorrections } from "./corrections.ts";
import { asideOf, eventsDocument, replayedDocument } from "./event-documents.ts";
import { refusedOf } from "./refused-events.ts";
import { replayEvents } from "./replay-events.ts";
import { writeRows } from "./show.ts";

interface Asked {
  readonly args: { readonly snapshot: string };
}

/** The refused events of a stream, as rows that were set aside are shown. */
export async function showEvents(
  invocation: Invocation & Asked & { readonly options: { readonly limit: number; readonly csv: string | undefined } },
): Promise<CommandResult> {
  const { args, options } = invocation;
  const found = await refusedOf(args.snapshot, (await invocation.openState(false)).journal);
  const records = asideOf(found);
  const file = await writeRows(options.csv, { records }, invocation);
  const { system, stream } = found;
  return {
    json: { system, stream, count: records.length, events: records.slice(0, options.limit), file: file ?? null },
    document: eventsDocument(found, { limit: options.limit, file }),
  };
}

/** Replays the refused events of a stream. */
export async function replayShown(
  invocation: Invocation &
    Asked & {
      readonly options: {
        readonly contract: string | undefined;
        readonly corrections: string | undefined;
        readonly dryRun: boolean;
      };
    },
): Promise<CommandResult> {
  const { args, options, cwd } = invocation;
  const found = await refusedOf(args.snapshot, (await invocation.openState(false)).journal);
  if (options.contract === undefined)
    throw usage({
      problem: "Events are judged by the contract of their stream: name the system's file with `--contract`.",
      help: "alidade data quarantine replay --help",
    });
  const loaded = await loadSystem(options.contract, cwd);
  const corrections =
    options.corrections === undefined ? new Map() : await readCorrections(options.corrections, invocation);
  const replayed = await replayEvents(found, { loaded, corrections, dryRun: options.dryRun }, invocation);
  const { left, ...facts } = replayed;
  return {
    json: { system: found.system, stream: found.stream, ...facts, left: Object.fromEntries(left) },
    document: replayedDocument(args.snapshot, replayed),
  };
}
