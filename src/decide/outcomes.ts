import type { Clock, SignedIds } from "../kernel/index.ts";
import type { DecisionBody, DecisionRecord, OutcomeRecord } from "../records/index.ts";
import type { Journal } from "../store/index.ts";
import type { Outcome, SystemDefinition } from "../system/index.ts";
import { decisionUnknown, outcomeInvalid, outcomeKeyReused } from "./errors.ts";
import { whenHappened } from "./outcome-time.ts";

/** What a caller reports about a decision. */
export interface OutcomeReport {
  readonly decision: string;
  /** The candidate that it is about, when the decision was a ranking. */
  readonly candidate?: string | undefined;
  /** Name of a declared outcome; or of the head that a system of labels answers by, to report all its labels at once. */
  readonly outcome: string;
  /** Default `true`, for a yes-or-no outcome. A list of the true labels where `outcome` names a head of labels. */
  readonly value?: boolean | number | string | readonly string[] | undefined;
  /**
   * When it happened: ISO 8601 text or milliseconds since 1970. A caller's clock may be off by a day: what it says happened
   * before the decision counts as of the decision.
   */
  readonly at: string | number;
  /** The caller's own name for this report; the same key again changes nothing. */
  readonly key: string;
}

export interface OutcomeDeps {
  readonly journal: Journal;
  readonly clock: Clock;
  /** Tells which ids were made under this state's key, where they are signed. */
  readonly ids?: Partial<Pick<SignedIds, "recognises">>;
  /** The system of a name, when it is served here. */
  system(name: string): SystemDefinition | undefined;
  /** Told whose the decision is, before the report is looked at any further. */
  found?(system: string): void;
}

/**
 * Stores an outcome durably; answers "known" for a report that was stored before under the same key. Throws
 * `outcomes.decision-unknown`, `outcomes.invalid`, and `outcomes.key-reused` when the key names another report.
 */
export async function acceptOutcome(report: OutcomeReport, deps: OutcomeDeps): Promise<"accepted" | "known"> {
  const decision = (await deps.journal.find("decision", report.decision)) as DecisionRecord | undefined;
  if (decision === undefined)
    throw decisionUnknown({ id: report.decision, isForeign: deps.ids?.recognises?.(report.decision) === false });
  const { system: name } = decision.body;
  const system = deps.system(name);
  if (system === undefined) throw outcomeInvalid({ problem: `System "${name}" is not served here.` });
  deps.found?.(name);
  const now = deps.clock.now();
  const when = whenHappened(report.at, decision.at, now);
  const about = { system: name, decision: report.decision, ...candidateOf(report, decision.body) };
  const records = valuesOf(report, system).map(({ outcome, value, suffix }): OutcomeRecord => {
    const body = { ...about, outcome, value, ...when };
    const subject = decision.subject === undefined ? {} : { subject: decision.subject };
    // The clock here may have been set back since: nothing is known of a decision before it was made.
    const at = Math.max(now, decision.at);
    return { v: 1, kind: "outcome", id: `${name}/${report.key}${suffix}`, at, ...subject, body };
  });
  const results = await deps.journal.append(records);
  for (const [i, record] of records.entries())
    if (results[i] === "known") await requireSame(record, report.key, deps.journal);
  return results.includes("accepted") ? "accepted" : "known";
}

/** The candidate that a report is about: one of those that were ordered. */
function candidateOf({ candidate }: OutcomeReport, { candidates }: DecisionBody): { readonly candidate?: string } {
  if (candidates === undefined && candidate === undefined) return {};
  const ids = candidates?.map(({ id }) => id) ?? [];
  if (candidate !== undefined && ids.includes(candidate)) return { candidate };
  const got = candidate === undefined ? "nothing" : JSON.stringify(candidate);
  const allowed = candidates === undefined ? "left out: nothing was ordered" : "one of those that were ordered";
  throw outcomeInvalid({ problem: `\`candidate\` must be ${allowed}. Got ${got}.` });
}

/** One value to store. A report of all labels is stored as one value for each, under keys of their own. */
interface Reported {
  readonly outcome: string;
  readonly value: OutcomeRecord["body"]["value"];
  readonly suffix: string;
}

function valuesOf(report: OutcomeReport, system: SystemDefinition): readonly Reported[] {
  const head = Object.hasOwn(system.heads, report.outcome) ? system.heads[report.outcome] : undefined;
  if (head?.task === "multilabel") return labelValues(report, head.labels);
  const outcome = declared(report, system);
  return [{ outcome: report.outcome, value: reportedValue(report, outcome), suffix: "" }];
}

function labelValues({ outcome, value }: OutcomeReport, labels: readonly string[]): readonly Reported[] {
  const given: readonly unknown[] = Array.isArray(value) ? value : [undefined];
  const unknown = given.find((label) => !labels.includes(label as string));
  if (unknown !== undefined || !Array.isArray(value))
    throw outcomeInvalid({
      problem: `The \`value\` of "${outcome}" must be a list of its labels that are true (${labels.join(", ")}). Got ${JSON.stringify(value) ?? "nothing"}.`,
    });
  return labels.map((label) => ({ outcome: label, value: value.includes(label), suffix: `/${label}` }));
}

/** A retry may bear another time; a report of something else under the same key is a mistake that must not pass unseen. */
async function requireSame({ id, body }: OutcomeRecord, key: string, journal: Journal): Promise<void> {
  const first = (await journal.find("outcome", id))?.body as OutcomeRecord["body"] | undefined;
  if (first === undefined) return;
  const same = (["decision", "candidate", "outcome", "value"] as const).every((part) => first[part] === body[part]);
  if (!same) throw outcomeKeyReused({ key, stored: wordReport(first), got: wordReport(body) });
}

function wordReport({ decision, outcome, value }: OutcomeRecord["body"]): string {
  return `${outcome} = ${JSON.stringify(value)} of ${decision}`;
}

function declared(report: OutcomeReport, { name, outcomes }: SystemDefinition): Outcome {
  const outcome = Object.hasOwn(outcomes, report.outcome) ? outcomes[report.outcome] : undefined;
  if (outcome !== undefined) return outcome;
  const names = Object.keys(outcomes).join(", ");
  throw outcomeInvalid({ problem: `System "${name}" declares the outcomes ${names}. Got "${report.outcome}".` });
}

const TYPE = { flag: "boolean", number: "number", text: "string" } as const;

function reportedValue({ value, outcome: name }: OutcomeReport, { kind, values }: Outcome): boolean | number | string {
  const given = value ?? (kind === "flag" ? true : undefined);
  const isListed = values === undefined || values.includes(given as string);
  const fits = typeof given === TYPE[kind] && (typeof given !== "number" || Number.isFinite(given));
  if (fits && isListed) return given as boolean | number | string;
  const allowed = values === undefined ? `a ${TYPE[kind]}` : `one of ${values.join(", ")}`;
  throw outcomeInvalid({
    problem: `The \`value\` of "${name}" must be ${allowed}. Got ${JSON.stringify(value) ?? "nothing"}.`,
  });
}
