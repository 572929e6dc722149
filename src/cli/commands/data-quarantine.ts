import { type Command, defineCommand } from "../calling/command.ts";
import { usage } from "../calling/errors.ts";
import { argument, flag, number, optionalArgument, text, withDefault } from "../calling/options.ts";
import { namedSystems } from "../loading/named-system.ts";
import { namedSnapshot, shortId } from "../snapshots/named-snapshot.ts";

const SNAPSHOT = "a snapshot's tag or the beginning of its id; or a stream, such as `shop/orders`";

const list: Command = defineCommand({
  name: "list",
  summary: "List the snapshots from which rows were set aside, and the streams of which events were refused",
  arguments: { system: optionalArgument("name or file of the system; all of them when left out") },
  options: {},
  examples: ["alidade data quarantine list"],
  async run(invocation) {
    const { quarantines, listDocument } = await import("../quarantine/list.ts");
    const { system: given } = invocation.args;
    const systems =
      given === undefined ? await (await invocation.registry()).systems() : await namedSystems(given, invocation);
    const { refusedStreams } = await import("../quarantine/refused-events.ts");
    const found = await quarantines(systems, invocation);
    const all = await refusedStreams((await invocation.openState(false)).journal);
    const streams = all.filter(({ system }) => given === undefined || systems.includes(system));
    const events = streams.map(({ system, stream, events: refused }) => ({ system, stream, events: refused.length }));
    return { json: { quarantines: found, events }, document: listDocument(found, streams) };
  },
});

const show: Command = defineCommand({
  name: "show",
  summary: "Show the rows that were set aside, each with its reasons",
  arguments: { snapshot: argument(SNAPSHOT) },
  options: {
    limit: withDefault(number("n", "rows that are shown", { min: 0, max: 100_000, integer: true }), 20),
    csv: text("file", "write all of them to this file, to be corrected and given to `replay --corrections`"),
  },
  examples: ["alidade data quarantine show 3f9c2a81", "alidade data quarantine show 3f9c2a81 --csv bad-rows.csv"],
  async run(invocation) {
    const { args, options } = invocation;
    const { namesStream } = await import("../quarantine/refused-events.ts");
    if (namesStream(args.snapshot)) return await (await import("../quarantine/show-events.ts")).showEvents(invocation);
    const snapshot = await namedSnapshot(await invocation.registry(), args.snapshot);
    const { quarantineOf } = await import("../../train/index.ts");
    const quarantined = await quarantineOf((await invocation.openState(false)).blobs, snapshot.id);
    const { showDocument, writeRows } = await import("../quarantine/show.ts");
    const file = await writeRows(options.csv, quarantined, invocation);
    const { records, ...facts } = quarantined;
    return {
      json: { snapshot: snapshot.id, ...facts, records: records.slice(0, options.limit), file: file ?? null },
      document: showDocument(shortId(snapshot.id), quarantined, { limit: options.limit, file }),
    };
  },
});

const replay: Command = defineCommand({
  name: "replay",
  summary: "Judge the rows that were set aside again, and move in what is sound",
  about:
    "Under the contract of the snapshot or a corrected one, and with the values of a file of corrections: CSV with a column " +
    "`row` and the fields that were corrected, as `show --csv` writes it. What is sound now becomes, with the rows that were " +
    "kept, a new snapshot, from which `train --snapshot` learns; the rest stays set aside. The old snapshot stays as it is. " +
    "Refused events are pushed again under the contract of the system that `--contract` names, and learned of now.",
  arguments: { snapshot: argument(SNAPSHOT) },
  options: {
    contract: text("file", "a corrected contract: its file, or that of the system"),
    corrections: text("file", "corrected values by row"),
    dryRun: flag("say what would move, and change nothing"),
  },
  examples: [
    "alidade data quarantine replay 3f9c2a81 --corrections bad-rows.csv",
    "alidade data quarantine replay 3f9c2a81 --contract contract.mts --dry-run",
    "alidade data quarantine replay shop/orders --contract shop/system.mts",
  ],
  async run(invocation) {
    const { args, options, clock } = invocation;
    const { namesStream } = await import("../quarantine/refused-events.ts");
    if (namesStream(args.snapshot)) return await (await import("../quarantine/show-events.ts")).replayShown(invocation);
    const registry = await invocation.registry();
    const snapshot = await namedSnapshot(registry, args.snapshot);
    const { blobs } = await invocation.openState(false);
    const { readSide } = await import("../contracts/read-side.ts");
    const { keptContract } = await import("../contracts/kept-contract.ts");
    const given = options.contract;
    const contract =
      given === undefined ? await keptContract(blobs, snapshot) : (await readSide(given, invocation)).contract;
    const { readCorrections } = await import("../quarantine/corrections.ts");
    const corrections =
      options.corrections === undefined ? undefined : await readCorrections(options.corrections, invocation);
    const { replayQuarantine } = await import("../../train/index.ts");
    const around = { registry, blobs, contract, now: clock.now(), dryRun: options.dryRun };
    const found = await replayQuarantine(snapshot, corrections === undefined ? around : { ...around, corrections });
    const { replayDocument } = await import("../quarantine/replay-document.ts");
    const { quarantined, ...facts } = found;
    const { records, ...left } = quarantined;
    return {
      json: { from: snapshot.id, ...facts, quarantined: left },
      document: replayDocument(found, snapshot, options.dryRun),
    };
  },
});

/** `alidade data quarantine`: what contracts refused, and how it comes back. */
export const command: Command = defineCommand({
  name: "quarantine",
  summary: "List, show and replay rows that a contract set aside",
  arguments: {},
  options: {},
  examples: ["alidade data quarantine list", "alidade data quarantine show 3f9c2a81"],
  actions: [list, show, replay],
  run() {
    throw usage({
      problem: "`data quarantine` needs to be told what to do: list, show or replay.",
      help: "alidade data quarantine --help",
    });
  },
});
