import type { Field } from "../../data/index.ts";
import type { DecisionRecord, OnlineRecord } from "../../records/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { givenToday } from "../given-today.ts";
import { windowsOfNobody } from "../online/online-plan.ts";
import type { Question } from "../opening.ts";
import type { Candidate } from "../rank.ts";
import type { ServingState } from "../serving-state.ts";

/** A question that a release must be able to answer before it serves anybody. */
export interface GoldenRequest extends Question {
  /** What competes, for a system that ranks. */
  readonly candidates?: readonly Candidate[];
}

/**
 * The question of a stored decision, as far as it can be asked under the contract of today: without fields that are gone. Undefined
 * where a field means something else by now, or where the system ranks and did not, or the other way round.
 */
export function goldenOf({ id, at, subject, body }: DecisionRecord, state: Asks): GoldenRequest | undefined {
  const { system, enforce } = state;
  if ((system.policy.policy === "rank-by") !== (body.candidates !== undefined)) return undefined;
  const shared = givenToday(enforce, body.given);
  const own = body.candidates?.map(({ id, given, source }) => ({ id, source, read: givenToday(enforce, given) }));
  if ([shared, ...(own ?? []).map(({ read }) => read)].some(({ unfit }) => unfit.length > 0)) return undefined;
  const candidates = own?.map(({ id, source, read }) => ({ id, source, given: read.given }));
  return {
    id,
    entity: subject ?? "",
    given: shared.given,
    ...onlineToday(system, body.online ?? { at, version: "0", windows: {}, ages: {} }),
    ...(candidates === undefined ? {} : { candidates }),
  };
}

type Asks = Pick<ServingState, "system" | "enforce">;

/** What was seen of the streams; of windows that nobody asked then, what is seen of somebody without events. */
function onlineToday(system: SystemDefinition, online: OnlineRecord): Pick<Question, "online"> {
  if (Object.keys(system.streams).length === 0) return {};
  return { online: { ...online, windows: { ...windowsOfNobody(system), ...online.windows } } };
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
