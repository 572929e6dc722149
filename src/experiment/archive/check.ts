import { defineError, type ErrorConstructor, isObject } from "../../kernel/index.ts";
import type { ArchivedComparison, ErrorKind, OfflineDelta, OnlineLift } from "./comparison.ts";

interface Fault {
  /** Which comparison, as far as it says. */
  readonly comparison: string;
  /** The member: `offline.rocAuc.standardError`. */
  readonly member: string;
  /** Completes "must be …". */
  readonly must: string;
  readonly got: string;
}

export const comparisonMalformed: ErrorConstructor<Fault> = defineError("experiment.comparison-malformed", {
  headline: "A comparison that cannot be archived",
  message: ({ comparison, member, must, got }: Fault) =>
    `In comparison \`${comparison}\`, \`${member}\` must be ${must}. Got ${got}.`,
  hint: () => "A comparison holds what was measured and how far to trust it; without the errors it teaches nothing.",
});

interface Member {
  readonly name: string;
  readonly must: string;
  fits(value: unknown): boolean;
}

const isText = (value: unknown): boolean => typeof value === "string" && value.trim() !== "" && !value.includes("/");
const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);
const oneOf = (...words: readonly string[]) => ({
  must: `one of ${words.join(", ")}`,
  fits: (value: unknown) => words.includes(value as string),
});
const named = (name: string): Member => ({ name, must: "a text that is not empty and has no slash", fits: isText });

/** What a stored comparison has besides; left out of what is checked. */
const STORED: readonly string[] = ["id", "revision", "by", "at"];

const ERRORS: readonly ErrorKind[] = ["paired", "independent", "bound"];

const MEMBERS: readonly Member[] = [
  { name: "v", must: "1", fits: (value) => value === 1 },
  named("system"),
  named("experiment"),
  named("arm"),
  named("design"),
  { name: "basis", ...oneOf("randomised", "observational") },
  { name: "releases", must: "an object with `control` and `treatment`", fits: isReleases },
  { name: "from", must: "milliseconds since 1970", fits: isNumber },
  { name: "until", must: "milliseconds since 1970", fits: isNumber },
  { name: "units", must: "a whole number of 0 or more", fits: (value) => isNumber(value) && value >= 0 },
  { name: "currency", must: "a text", fits: (value) => typeof value === "string" && value !== "" },
  { name: "offline", must: "an object of deltas by metric", fits: isObject },
  { name: "online", must: "an object of lifts by metric", fits: isObject },
  { name: "verdict", must: "a text", fits: (value) => typeof value === "string" },
  { name: "invalid", must: "a list of texts", fits: (value) => Array.isArray(value) && value.every(isPlainText) },
  { name: "decision", ...oneOf("shipped", "not-shipped", "undecided") },
  { name: "why", must: "a text", fits: (value) => typeof value === "string" },
];

function isPlainText(value: unknown): boolean {
  return typeof value === "string";
}

function isReleases(value: unknown): boolean {
  return isObject(value) && typeof value.control === "string" && typeof value.treatment === "string";
}

/** Says of one comparison what is wrong with it. */
type Complain = (member: string, must: string, got: unknown) => Error;

/** The comparison with the members that it should have and no others. Throws `experiment.comparison-malformed`. */
export function checkedComparison(value: unknown): ArchivedComparison {
  const given: Readonly<Record<string, unknown>> = isObject(value) ? value : {};
  const complain: Complain = (member, must, got) =>
    comparisonMalformed({ comparison: nameOf(given), member, must, got: shown(got) });
  for (const { name, must, fits } of MEMBERS) if (!fits(given[name])) throw complain(name, must, given[name]);
  refuseOthers(given, { allowed: [...MEMBERS.map(({ name }) => name), ...STORED], at: "" }, complain);
  if (Number(given.until) <= Number(given.from)) throw complain("until", "after `from`", given.until);
  const kept = Object.fromEntries(MEMBERS.map(({ name }) => [name, given[name]])) as unknown as ArchivedComparison;
  return {
    ...kept,
    releases: { control: kept.releases.control, treatment: kept.releases.treatment },
    offline: eachOf("offline", kept.offline, (delta, at) => offlineDelta(delta, at, complain)),
    online: eachOf("online", kept.online, (lift, at) => onlineLift(lift, at, complain)),
  };
}

/** A member that nobody reads was meant to be one that is read. */
function refuseOthers(
  value: Readonly<Record<string, unknown>>,
  { allowed, at }: { readonly allowed: readonly string[]; readonly at: string },
  complain: Complain,
): void {
  const other = Object.keys(value).find((name) => !allowed.includes(name));
  if (other === undefined) return;
  const members = allowed.filter((name) => !STORED.includes(name)).join(", ");
  throw complain(`${at}${other}`, `one of its members: ${members}`, value[other]);
}

function nameOf({ system, experiment, arm }: Readonly<Record<string, unknown>>): string {
  return [system, experiment, arm].map((part) => (typeof part === "string" ? part : "?")).join("/");
}

function shown(value: unknown): string {
  return value === undefined ? "nothing" : (JSON.stringify(value) ?? String(value)).slice(0, 80);
}

function eachOf<T>(
  where: string,
  values: Readonly<Record<string, unknown>>,
  check: (value: unknown, at: string) => T,
): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, check(value, `${where}.${name}`)]));
}

interface DeltaCheck {
  readonly complain: Complain;
  /** What it may say besides its value and its error. */
  readonly also: readonly string[];
}

function deltaIn(value: unknown, at: string, { complain, also }: DeltaCheck): { value: number; standardError: number } {
  if (!isObject(value)) throw complain(at, "an object with `value` and `standardError`", value);
  refuseOthers(value, { allowed: ["value", "standardError", ...also], at: `${at}.` }, complain);
  const { value: delta, standardError } = value;
  if (!isNumber(delta)) throw complain(`${at}.value`, "a finite number", delta);
  if (!isNumber(standardError) || standardError < 0)
    throw complain(`${at}.standardError`, "a finite number of 0 or more", standardError);
  return { value: delta, standardError };
}

function offlineDelta(value: unknown, at: string, complain: Complain): OfflineDelta {
  const delta = deltaIn(value, at, { complain, also: ["errors"] });
  const errors = (value as { errors?: unknown }).errors ?? "independent";
  if (!ERRORS.includes(errors as ErrorKind)) throw complain(`${at}.errors`, `one of ${ERRORS.join(", ")}`, errors);
  return { ...delta, errors: errors as ErrorKind };
}

function onlineLift(value: unknown, at: string, complain: Complain): OnlineLift {
  const delta = deltaIn(value, at, { complain, also: ["errorCorrelation", "low", "high"] });
  const { errorCorrelation, ...given } = value as Readonly<Record<string, unknown>>;
  const lift = { ...delta, ...endsIn(given, at, complain) };
  if (errorCorrelation === undefined) return lift;
  if (!isNumber(errorCorrelation) || Math.abs(errorCorrelation) > 1)
    throw complain(`${at}.errorCorrelation`, "a number from -1 to 1", errorCorrelation);
  return { ...lift, errorCorrelation };
}

/** Both ends of an interval that has its value between them; none where none is given. */
function endsIn(
  { value, low, high }: Readonly<Record<string, unknown>>,
  at: string,
  complain: Complain,
): Pick<OnlineLift, "low" | "high"> {
  if (low === undefined && high === undefined) return {};
  if (!isNumber(low) || low > Number(value))
    throw complain(`${at}.low`, "a finite number, at most the `value`, beside a `high`", low);
  if (!isNumber(high) || high < Number(value))
    throw complain(`${at}.high`, "a finite number, at least the `value`, beside a `low`", high);
  return { low, high };
}
