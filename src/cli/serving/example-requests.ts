import type { Contract, Field } from "../../data/index.ts";
import { type SystemDefinition, targetsOf } from "../../system/index.ts";

/** What to ask of a running server. */
export interface ExampleSetting {
  /** Of the server, without a slash at the end. */
  readonly url: string;
  /** The fields that the system reads. */
  readonly read: ReadonlySet<string>;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** A question that the system answers as it stands: an allowed value for every field that it reads. */
export function decideLine(system: SystemDefinition, setting: ExampleSetting): string {
  const { name, policy } = system;
  const given = exampleGiven(system, setting);
  if (policy.policy !== "rank-by") return post(`${setting.url}/v1/decide`, { system: name, entity: "1", given });
  const candidates = ["a", "b"].map((id) => ({ id, given }));
  return post(`${setting.url}/v1/rank`, { system: name, entity: "1", given: {}, candidates });
}

function exampleGiven(
  { contract }: SystemDefinition,
  { read, now }: ExampleSetting,
): Readonly<Record<string, unknown>> {
  const given = Object.entries(contract.fields)
    .filter(([field, { known }]) => known === "before" && read.has(field))
    .flatMap(([field, spec]): [string, unknown][] => {
      const value = candidates(spec, now).find((one) => !isExcluded(contract, field, one));
      return value === undefined ? [] : [[field, value]];
    });
  return Object.fromEntries(given);
}

/** How to report what came of a decision; the id, and the time if it was another, are the reader's to fill in. */
export function outcomeLine(system: SystemDefinition, { url, now }: ExampleSetting): string | undefined {
  const [outcome] = targetsOf(system);
  const declared = outcome === undefined ? undefined : system.outcomes[outcome];
  if (declared === undefined) return undefined;
  const at = new Date(now + HOUR).toISOString();
  const candidate = system.policy.policy === "rank-by" ? { candidate: "a" } : {};
  const value = declared.values?.[0] ?? OUTCOMES[declared.kind];
  const body = { decision: "<id>", ...candidate, outcome, value, at, key: "crm-1" };
  return post(`${url}/v1/outcomes`, body);
}

/** An outcome cannot come before its decision, and the reader has yet to make one. */
const HOUR = 3_600_000;

const OUTCOMES = { flag: true, number: 1, text: "a" } as const;

function post(url: string, body: unknown): string {
  const quoted = JSON.stringify(body).replaceAll("'", "'\\''");
  return `curl -s ${url} -H 'content-type: application/json' -d '${quoted}'`;
}

function isExcluded({ exclude }: Contract, field: string, value: unknown): boolean {
  return exclude.some((exclusion) => exclusion.field === field && exclusion.in.some((one) => one === value));
}

/** Values that fit a field, the plainest first; none where a pattern would have to be guessed. */
function candidates(field: Field, now: number): readonly unknown[] {
  // What is asked of a flag is seldom in its favour: removed, blocked, opted out. A first question should be answered.
  if (field.kind === "flag") return [false, true];
  if (field.kind === "number") return numbers(field);
  if (field.kind === "time") return [new Date(within(field, now)).toISOString()];
  return field.values ?? (field.pattern === undefined ? ["a", "b"] : []);
}

function within({ min = -Infinity, max = Infinity }: Field, value: number): number {
  return Math.min(max, Math.max(min, value));
}

/** The middle of the range, both ends, and whatever lies beside the middle. */
function numbers(field: Field): readonly number[] {
  const { min, max, integer } = field;
  const middle = min !== undefined && max !== undefined ? (min + max) / 2 : within(field, 1);
  const plain = within(field, integer === true ? Math.round(middle) : Number(middle.toPrecision(3)));
  return [plain, min, max, within(field, plain + 1)].filter((value) => value !== undefined);
}
