import type { Clock } from "../kernel/index.ts";
import type { DecisionBody, OutcomeRecord } from "../records/index.ts";
import type { Journal } from "../store/index.ts";
import type { Outcome, SystemDefinition } from "../system/index.ts";
import { decisionUnknown, outcomeInvalid, outcomeKeyReused } from "./errors.ts";

/** What a caller reports about a decision. */
export interface OutcomeReport {
  readonly decision: string;
  /** Name of a declared outcome. */
  readonly outcome: string;
  /** Default `true`, for a yes-or-no outcome. */
  readonly value?: boolean | number | string | undefined;
  /** When it happened: ISO 8601 text or milliseconds since 1970. */
  readonly at: string | number;
  /** The caller's own name for this report; the same key again changes nothing. */
  readonly key: string;
}

export interface OutcomeDeps {
  readonly journal: Journal;
  readonly clock: Clock;
  /** The system of a name, when it is served here. */
  system(name: string): SystemDefinition | undefined;
}

/**
 * Stores an outcome durably; answers "known" for a report that was stored before under the same key. Throws
 * `outcomes.decision-unknown`, `outcomes.invalid`, and `outcomes.key-reused` when the key names another report.
 */
export async function acceptOutcome(report: OutcomeReport, deps: OutcomeDeps): Promise<"accepted" | "known"> {
  const decision = await deps.journal.find("decision", report.decision);
  if (decision === undefined) throw decisionUnknown({ id: report.decision });
  const { system: name } = decision.body as DecisionBody;
  const outcome = declared(report, deps.system(name), name);
  const record: OutcomeRecord = {
    v: 1,
    kind: "outcome",
    id: `${name}/${report.key}`,
    at: deps.clock.now(),
    ...(decision.subject === undefined ? {} : { subject: decision.subject }),
    body: {
      system: name,
      decision: report.decision,
      outcome: report.outcome,
      value: reportedValue(report, outcome),
      happenedAt: instantOf(report.at, decision.at, deps.clock.now()),
    },
  };
  const [result] = await deps.journal.append([record]);
  if (result === "known") await requireSame(record, report.key, deps.journal);
  return result ?? "accepted";
}

/** A retry may bear another time; a report of something else under the same key is a mistake that must not pass unseen. */
async function requireSame({ id, body }: OutcomeRecord, key: string, journal: Journal): Promise<void> {
  const first = (await journal.find("outcome", id))?.body as OutcomeRecord["body"] | undefined;
  if (first === undefined) return;
  const same = first.decision === body.decision && first.outcome === body.outcome && first.value === body.value;
  if (!same) throw outcomeKeyReused({ key, stored: wordReport(first), got: wordReport(body) });
}

function wordReport({ decision, outcome, value }: OutcomeRecord["body"]): string {
  return `${outcome} = ${JSON.stringify(value)} of ${decision}`;
}

function declared(report: OutcomeReport, system: SystemDefinition | undefined, name: string): Outcome {
  if (system === undefined) throw outcomeInvalid({ problem: `System "${name}" is not served here.` });
  const outcome = Object.hasOwn(system.outcomes, report.outcome) ? system.outcomes[report.outcome] : undefined;
  if (outcome !== undefined) return outcome;
  const names = Object.keys(system.outcomes).join(", ");
  throw outcomeInvalid({ problem: `System "${name}" declares the outcomes ${names}. Got "${report.outcome}".` });
}

const TYPE = { flag: "boolean", number: "number", text: "string" } as const;

function reportedValue({ value, outcome: name }: OutcomeReport, { kind }: Outcome): boolean | number | string {
  const given = value ?? (kind === "flag" ? true : undefined);
  const fits = typeof given === TYPE[kind] && (typeof given !== "number" || Number.isFinite(given));
  if (!fits || given === undefined)
    throw outcomeInvalid({
      problem: `The \`value\` of "${name}" must be a ${TYPE[kind]}. Got ${JSON.stringify(value) ?? "nothing"}.`,
    });
  return given;
}

/** How far a caller's clock may run ahead. */
const AHEAD = 86_400_000;

/** A report from a clock that runs ahead by less than a day is taken; one from before its decision cannot be its outcome. */
function instantOf(at: string | number, decidedAt: number, now: number): number {
  const instant = typeof at === "number" ? at : parseInstant(at);
  if (!(Math.abs(instant) <= LAST_INSTANT)) {
    const got = typeof at === "number" ? String(at) : JSON.stringify(at);
    throw outcomeInvalid({ problem: `\`at\` must be an ISO 8601 time or milliseconds since 1970. Got ${got}.` });
  }
  if (instant < decidedAt) {
    const [decided, got] = [decidedAt, instant].map((time) => new Date(time).toISOString());
    throw outcomeInvalid({ problem: `\`at\` must not be before the decision (${decided}). Got ${got}.` });
  }
  if (instant > now + AHEAD) {
    const [latest, got] = [now, instant].map((time) => new Date(time).toISOString());
    throw outcomeInvalid({ problem: `\`at\` must not be in the future (it is ${latest}). Got ${got}.` });
  }
  return instant;
}

/** The last instant that a date can hold. */
const LAST_INSTANT = 8.64e15;
const ISO = /^\d{4}-\d{2}-\d{2}(?<clock>T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?(?<zone>Z|[+-]\d{2}:\d{2})?$/;

/** Milliseconds since 1970; NaN for what is not ISO 8601. Without a zone it is UTC, on whatever machine. */
function parseInstant(text: string): number {
  const match = ISO.exec(text);
  if (match === null) return Number.NaN;
  const { clock, zone } = match.groups ?? {};
  return Date.parse(clock !== undefined && zone === undefined ? `${text}Z` : text);
}
