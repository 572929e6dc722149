import { type Command, defineCommand } from "../calling/command.ts";
import { argument, number, text, withDefault } from "../calling/options.ts";
import { explainOne } from "../decisions/explain-decision.ts";
import { labelsSeen } from "../decisions/labels-seen.ts";
import { namedSystem } from "../loading/named-system.ts";
import { listing, shortTime } from "../output/listing.ts";

const show: Command = defineCommand({
  name: "show",
  looks: true,
  summary: "Show the whole receipt of a decision, and what came of it",
  arguments: { id: argument("id of the decision") },
  options: {},
  examples: ["alidade decisions show dec_0123456789"],
  async run({ args, openState, registry, signal }) {
    const { journal } = await openState(false);
    const { entriesOf, outcomesOf } = await import("../decisions/read-journal.ts");
    const { findDecision, receiptDocument } = await import("../decisions/receipt.ts");
    const record = await findDecision(journal, args.id);
    const outcomes = await outcomesOf(entriesOf(journal, signal), args.id);
    const { recalibratedAmong } = await import("../models/recalibrated-models.ts");
    const remarks = await recalibratedAmong(Object.values(record.body.versions.models), await registry());
    return { json: { decision: record, outcomes }, document: receiptDocument(record, { outcomes, remarks }) };
  },
});

const replay: Command = defineCommand({
  name: "replay",
  looks: true,
  summary: "Make a decision again and compare, bit for bit",
  about: "Ends with 1 when a part comes out differently, for instance because the system file has changed since.",
  arguments: { id: argument("id of the decision"), system: argument("the system file, or its folder") },
  options: {},
  examples: ["alidade decisions replay dec_0123456789 system.mts"],
  async run({ args, backends, openState, registry, cwd }) {
    const { loadSystem } = await import("../load-system.ts");
    const { system } = await loadSystem(args.system, cwd);
    const { journal } = await openState(false);
    const ports = (await backends()).modelPorts();
    const { findDecision } = await import("../decisions/receipt.ts");
    const { replayAnswer } = await import("../decisions/replay-decision.ts");
    return await replayAnswer(system, await findDecision(journal, args.id), { registry: await registry(), ports });
  },
});

/** `alidade decisions`: the newest decisions; `show` a receipt; `replay` or `explain` one. */
export const command: Command = defineCommand({
  name: "decisions",
  looks: true,
  summary: "List the newest decisions; show, replay or explain one",
  arguments: {},
  options: {
    limit: withDefault(number("n", "how many", { min: 1, max: 100_000, integer: true }), 20),
    system: text("name", "only those of one system, by its name or file"),
  },
  examples: ["alidade decisions --limit 5", "alidade decisions show dec_0123456789"],
  actions: [show, replay, labelsSeen, explainOne],
  async run({ options, openState, registry, cwd, signal }) {
    const { journal } = await openState(false);
    const system = options.system && (await namedSystem(options.system, { registry, cwd }));
    const { entriesOf, newestDecisions } = await import("../decisions/read-journal.ts");
    const found = [...(await newestDecisions(entriesOf(journal, signal), { limit: options.limit, system }))].reverse();
    const isMixed = new Set(found.map(({ body }) => body.system)).size > 1;
    const { table, words } = await import("../../report/index.ts");
    const { wordAnswer } = await import("../decisions/receipt.ts");
    return listing({
      title: "Decisions",
      json: { decisions: found },
      none: "Nothing decided yet: `alidade serve <system file>` answers requests.",
      table: table(
        ["Decision", "When", ...(isMixed ? ["System"] : []), "Entity", "Answer", "Score"],
        found.map(({ id, at, subject = "", body }) => [
          id,
          shortTime(at),
          ...(isMixed ? [body.system] : []),
          subject,
          words(wordAnswer(body), { tone: body.acted ? "good" : "neutral" }),
          body.score ?? "none",
        ]),
      ),
    });
  },
});
