import type { LabelsSoFar } from "../../data/index.ts";
import type { DecisionRecord, OutcomeRecord } from "../../records/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { type Command, defineCommand } from "../calling/command.ts";
import { argument, optionInvalid, text } from "../calling/options.ts";
import type { Later } from "./labels-document.ts";

/** `alidade decisions labels <system>`: what is known of outcomes by now. */
export const labelsSeen: Command = defineCommand({
  name: "labels",
  looks: true,
  summary: "Show how many decisions of each age have a known outcome, and what is still to come",
  about:
    "A young decision without a report is not a no: how long reports take is estimated from all decisions, and says what " +
    "share will be yes in the end and how many are still to come, with an interval. Outcomes that are yes or no.",
  arguments: { system: argument("the system file, or its folder") },
  options: { asOf: text("time", "as it was seen then, such as 2026-05-01 (default: now)") },
  examples: ["alidade decisions labels system.mts", "alidade decisions labels system.mts --as-of 2026-05-01"],
  async run({ args, options, cwd, clock, openState, signal }) {
    const { loadSystem } = await import("../load-system.ts");
    const { system } = await loadSystem(args.system, cwd);
    const now = options.asOf === undefined ? clock.now() : Date.parse(options.asOf);
    if (Number.isNaN(now)) throw optionInvalid({ must: "a time, such as 2026-05-01", got: options.asOf ?? "" });
    const { journal } = await openState(false);
    const { entriesOf } = await import("./read-journal.ts");
    const [decisions, outcomes]: [DecisionRecord[], OutcomeRecord[]] = [[], []];
    let later = null as Later | null;
    for await (const entry of entriesOf(journal, signal)) {
      if (entry.kind === "decision" && (entry as DecisionRecord).body.system === system.name) {
        if (entry.at <= now) decisions.push(entry as DecisionRecord);
        else later = { decisions: (later?.decisions ?? 0) + 1, first: Math.min(later?.first ?? Infinity, entry.at) };
      }
      if (entry.kind === "outcome" && (entry as OutcomeRecord).body.system === system.name)
        outcomes.push(entry as OutcomeRecord);
    }
    const seen = await seenOf(system, { decisions, outcomes, now });
    const { labelsDocument } = await import("./labels-document.ts");
    const told = seen.map(({ outcome, found: { decisions: of, known, yes, ages, finalShare, toCome } }) => {
      return { outcome, decisions: of, known, yes, finalShare, toCome, ages };
    });
    return {
      json: { system: system.name, asOf: now, later, outcomes: told },
      document: labelsDocument(system.name, { seen, later, now }),
    };
  },
});

interface Entries {
  readonly decisions: readonly DecisionRecord[];
  readonly outcomes: readonly OutcomeRecord[];
  readonly now: number;
}

/** One for each outcome that is yes or no. */
async function seenOf(
  { outcomes: declared }: SystemDefinition,
  { decisions, outcomes, now }: Entries,
): Promise<readonly { readonly outcome: string; readonly found: LabelsSoFar }[]> {
  const { joinOutcomes, labelsSoFar } = await import("../../data/index.ts");
  const { milliseconds } = await import("../../kernel/index.ts");
  const at = new Map(decisions.map((decision) => [decision.id, decision.at]));
  return Object.entries(declared)
    .filter(([, { kind }]) => kind === "flag")
    .map(([outcome, { within: window }]) => {
      const within = milliseconds(window);
      const { labels } = joinOutcomes(decisions, outcomes, { outcome, within, now });
      const reported = (wanted: boolean): Float64Array =>
        Float64Array.from(labels, ({ label, reportedAt }) =>
          label === wanted ? (reportedAt ?? Number.NaN) : Number.NaN,
        );
      const decidedAt = Float64Array.from(labels, ({ decision }) => at.get(decision) ?? Number.NaN);
      const found = labelsSoFar({ decidedAt, yesKnownAt: reported(true), noKnownAt: reported(false), within, now });
      return { outcome, found };
    });
}
