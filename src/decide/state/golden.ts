import type { Field } from "../../data/index.ts";
import type { DecisionRecord } from "../../records/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { windowsOfNobody } from "../online/online-plan.ts";
import type { Question } from "../opening.ts";
import type { Candidate } from "../rank.ts";

/** A question that a release must be able to answer before it serves anybody. */
export interface GoldenRequest extends Question {
  /** What competes, for a system that ranks. */
  readonly candidates?: readonly Candidate[];
}

/** The question of a stored decision, as it was asked. */
export function goldenOf({ id, subject, body }: DecisionRecord): GoldenRequest {
  const { given, online, candidates } = body;
  return {
    id,
    entity: subject ?? "",
    given,
    ...(online === undefined ? {} : { online }),
    ...(candidates === undefined
      ? {}
      : { candidates: candidates.map(({ id, given, source }) => ({ id, given, source })) }),
  };
}

/**
 * Questions for a system that nobody has asked yet: nothing given, every field at its plainest, then each at the ends of what
 * the contract allows, of somebody without events.
 */
export function madeUpGolden(system: SystemDefinition, at: number): readonly GoldenRequest[] {
  const { streams } = system;
  const online =
    Object.keys(streams).length === 0
      ? {}
      : { online: { at, version: "0", windows: windowsOfNobody(system), ages: {} } };
  return givenRows(system, at).map((given, i): GoldenRequest => {
    const question = { id: `golden-${i}`, entity: `golden-${i}`, ...online };
    if (system.policy.policy !== "rank-by") return { ...question, given };
    return { ...question, given: {}, candidates: ["a", "b", "c"].map((id) => ({ id, given })) };
  });
}

/** So many questions are enough to see whether a release answers at all. */
const MOST = 200;

function givenRows({ contract }: SystemDefinition, at: number): readonly Readonly<Record<string, unknown>>[] {
  const fields = Object.entries(contract.fields).filter(([, { known }]) => known === "before");
  const values = fields.map(([name, field]) => [name, valuesOf(field, at)] as const);
  const plain = Object.fromEntries(values.flatMap(([name, [first]]) => (first === undefined ? [] : [[name, first]])));
  const varied = values.flatMap(([name, [, ...others]]) => others.map((value) => ({ ...plain, [name]: value })));
  return [{}, plain, ...varied].slice(0, MOST);
}

/** The plainest value first; none where a pattern would have to be guessed. */
function valuesOf({ kind, min, max, values, pattern, integer }: Field, at: number): readonly unknown[] {
  if (kind === "flag") return [true, false];
  const ends = [min, max].filter((end) => end !== undefined);
  if (kind === "time") return [within(at, min, max), ...ends].map((time) => new Date(time).toISOString());
  if (kind === "text") return values ?? (pattern === undefined ? ["a", "something else"] : []);
  const middle = min !== undefined && max !== undefined ? (min + max) / 2 : within(1, min, max);
  return [integer === true ? Math.round(middle) : middle, ...ends];
}

function within(value: number, min = -Infinity, max = Infinity): number {
  return Math.min(max, Math.max(min, value));
}
