import {
  BATCH_ROWS,
  type Batch,
  type Cell,
  cursorsOf,
  type DecisionsOptions,
  defineSource,
  gatherBatches,
  joinedOutcome,
  joinOutcomes,
  type RawTable,
  type Source,
  type SourceContext,
  type SourceCursor,
  sourceRefused,
} from "../data/index.ts";
import type { DecisionRecord, Envelope, OutcomeRecord } from "../records/index.ts";
import type { Journal } from "../store/index.ts";
import { decisionRows } from "./decision-rows.ts";
import { JsonColumns, type JsonShape } from "./json-columns.ts";

/**
 * What a system decided, joined with what came of it. A decision is given once, when the windows of all its outcomes
 * have closed; what is reported later changes no row. Decisions come in the order of the journal.
 */
export const decisionsSource: Source<DecisionsOptions> = defineSource<DecisionsOptions>({
  name: "decisions",
  doc: "The decisions of a system and their outcomes, from its own journal.",
  endings: [],
  incremental: () => true,
  read: (options, context) => gatherBatches(batches(options, context)),
  batches,
});

interface Position {
  /** Of the journal: after the last decision that was given. */
  readonly journal: string | null;
  readonly shape?: JsonShape;
  readonly rows: number;
}

const cursors = cursorsOf<Position>("decisions", 1);
const PAGE = 1_000;

async function* batches(options: DecisionsOptions, context: SourceContext, from?: SourceCursor): AsyncGenerator<Batch> {
  const { file: system, batchRows = BATCH_ROWS } = context;
  const journal = await journalOf(context);
  const now = context.clock === undefined ? Date.now() : context.clock.now();
  const settledBefore = now - longestWindow(options);
  const position: Position = from === undefined ? { journal: null, rows: 0 } : cursors.read(from);
  const reports = await reportsAfter(journal, position.journal, system);
  const columns = new JsonColumns(`the decisions of ${system}`, position.shape, columnsOf(options));
  let { rows } = position;
  let at = position.journal;
  const batch = (table: RawTable): Batch => {
    rows += table.rows;
    return { table, cursor: cursors.write({ journal: at, rows, shape: columns.shape }), origin: `decisions ${system}` };
  };
  for await (const { page, next } of pagesOf(journal, at)) {
    context.signal?.throwIfAborted();
    const open = page.findIndex((entry) => isOpen(entry, system, settledBefore));
    const settled = open < 0 ? page : page.slice(0, open);
    addRows(
      columns,
      settled.filter((entry) => isOf(entry, system)),
      { options, reports, now, first: rows },
    );
    at = open < 0 ? next : await cursorAfter(journal, at, open);
    if (open >= 0) break;
    if (columns.count >= batchRows) yield batch(columns.table());
  }
  if (from === undefined || at !== position.journal) yield batch(columns.table());
}

function longestWindow({ outcomes }: DecisionsOptions): number {
  const lengths = Object.values(outcomes).map((outcome) => {
    const { within, delay } = joinedOutcome(outcome);
    return within + delay;
  });
  return Math.max(...lengths);
}

function columnsOf({ outcomes }: DecisionsOptions): readonly string[] {
  return [...FIRST, ...Object.keys(outcomes).map((name) => `outcome.${name}`)];
}

const FIRST = ["decision.id", "decision.at"];

async function journalOf({ journal, file }: SourceContext): Promise<Journal> {
  if (journal === undefined)
    throw sourceRefused({
      place: `The decisions of ${file}`,
      problem: "are read only where there is a state, and none is open here",
    });
  return await journal();
}

async function* pagesOf(
  journal: Journal,
  from: string | null,
): AsyncGenerator<{ readonly page: readonly Envelope[]; readonly next: string }> {
  let cursor = from;
  for (;;) {
    const { entries, next } = await journal.read(cursor, PAGE);
    if (entries.length === 0) return;
    yield { page: entries, next };
    cursor = next;
  }
}

/** The journal's cursor after so many entries. */
async function cursorAfter(journal: Journal, from: string | null, entries: number): Promise<string | null> {
  return entries === 0 ? from : (await journal.read(from, entries)).next;
}

function isOf(entry: Envelope, system: string): boolean {
  return entry.kind === "decision" && (entry as DecisionRecord).body.system === system;
}

/** A decision of the system whose windows are still open: reading stops before it, so that it comes once and complete. */
function isOpen(entry: Envelope, system: string, settledBefore: number): boolean {
  return isOf(entry, system) && entry.at >= settledBefore;
}

/** Reports by the decision that they are about. A report comes after its decision, so what lies before is not asked. */
async function reportsAfter(
  journal: Journal,
  from: string | null,
  system: string,
): Promise<ReadonlyMap<string, readonly OutcomeRecord[]>> {
  const byDecision = new Map<string, OutcomeRecord[]>();
  for await (const { page } of pagesOf(journal, from))
    for (const entry of page) {
      if (entry.kind !== "outcome") continue;
      const report = entry as OutcomeRecord;
      if (report.body.system !== system) continue;
      const known = byDecision.get(report.body.decision);
      if (known === undefined) byDecision.set(report.body.decision, [report]);
      else known.push(report);
    }
  return byDecision;
}

interface Joining {
  readonly options: DecisionsOptions;
  readonly reports: ReadonlyMap<string, readonly OutcomeRecord[]>;
  readonly now: number;
  /** Rows before these. */
  readonly first: number;
}

function addRows(columns: JsonColumns, entries: readonly Envelope[], { options, reports, now, first }: Joining): void {
  for (const entry of entries as readonly DecisionRecord[]) {
    const about = reports.get(entry.id) ?? [];
    for (const { candidate, row } of decisionRows(entry)) {
      const own = about.filter(({ body }) => body.candidate === candidate);
      const labels = Object.entries(options.outcomes).map(([outcome, declared]): [string, Cell] => {
        const joined = joinOutcomes([entry], own, { outcome, now, ...joinedOutcome(declared) });
        return [`outcome.${outcome}`, joined.labels[0]?.label ?? null];
      });
      const place = { row: first + columns.count + 1, text: `decision ${entry.id}` };
      columns.add({ ...row, ...Object.fromEntries(labels) }, place);
    }
  }
}

/** The name by which the catalogue finds it. */
export { decisionsSource as source };
