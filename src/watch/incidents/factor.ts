import { windowKey, windowsOf } from "../../features/index.ts";
import type { DecisionBody, DecisionRecord } from "../../records/index.ts";
import type { SystemDefinition } from "../../system/index.ts";

/** What may be told of a decision in one respect; null where it is missing. */
type Told = number | string | boolean | null;

/** In which respect decisions may differ. Inputs and versions make a decision; the others go along with it. */
export type FactorKind =
  | "field"
  | "source"
  | "stream"
  | "model"
  | "weights"
  | "policy"
  | "release"
  | "contract"
  | "fallback"
  | "arm"
  | "slice"
  | "outcome";

/** One respect in which decisions may differ. */
export interface Factor {
  readonly kind: FactorKind;
  /** Of the field, the stream, the head, the arm. */
  readonly name: string;
  /** What it is called in a sentence, where that is another: a window over a stream. */
  readonly label?: string;
  of(record: DecisionRecord): Told;
}

/** The inputs of a system: the fields that requests give, and the windows of each stream. */
export function inputFactors(system: SystemDefinition, records: readonly DecisionRecord[]): readonly Factor[] {
  const given = new Set(records.flatMap(({ body }) => Object.keys(body.given)));
  // What is another in every row by its contract tells rows apart, not stretches.
  const fields = Object.entries(system.contract.fields).flatMap(([name, { unique }]) =>
    given.has(name) && name !== system.entity && name !== system.time && !unique ? [name] : [],
  );
  return [
    ...fields.map((name): Factor => ({ kind: "field", name, of: ({ body }) => plain(body.given[name]) })),
    ...windowFactors(system, records),
  ];
}

/** A factor for each window, under the name of its stream. */
function windowFactors({ features }: SystemDefinition, records: readonly DecisionRecord[]): readonly Factor[] {
  if (records.every(({ body }) => body.online === undefined)) return [];
  const windows = Object.entries(features).flatMap(([feature, node]) =>
    windowsOf(node).map((window) => ({ feature, window })),
  );
  const byKey = new Map(windows.map((one) => [windowKey(one.window), one]));
  return [...byKey].map(
    ([key, { feature, window }]): Factor => ({
      kind: "stream",
      name: window.stream,
      label: `${feature}, over the stream ${window.stream},`,
      of: ({ body }) => plain(body.online?.windows[key]),
    }),
  );
}

/** The versions that took part in decisions. */
export function versionFactors(records: readonly DecisionRecord[]): readonly Factor[] {
  const heads = new Set(records.flatMap(({ body }) => Object.keys(body.versions.models)));
  return [
    ...[...heads].map(
      (head): Factor => ({ kind: "model", name: head, of: ({ body }) => body.versions.models[head] ?? null }),
    ),
    { kind: "weights", name: "weights", of: ({ body }) => body.versions.weights },
    { kind: "policy", name: "policy", of: ({ body }) => body.versions.policy },
    { kind: "release", name: "release", of: ({ body }) => body.release },
    { kind: "contract", name: "contract", of: ({ body }) => body.versions.contract },
  ];
}

/** What goes along with decisions, without having made them. */
export const companions: readonly Factor[] = [
  { kind: "fallback", name: "fallback", of: ({ body }) => whyFellBack(body) ?? "none" },
  { kind: "arm", name: "arm", of: ({ body }) => body.arm },
];

/** The code of why something else answered than was released; undefined where nothing did. */
function whyFellBack({ reasons, level }: DecisionBody): string | undefined {
  const code = reasons.find((reason) => /^(fallback\.|limit\.spent|rule\.no-answer)/.test(reason));
  return code ?? (level === undefined || level === "parent" ? undefined : level);
}

/** The fields by which decisions are looked at apart: declared slices, and texts and flags with few values. */
export function sliceFactors(system: SystemDefinition): readonly Factor[] {
  const { fields } = system.contract;
  const named = Object.entries(fields).flatMap(([name, { kind, known }]) =>
    system.slices.includes(name) || (known === "before" && (kind === "text" || kind === "flag")) ? [name] : [],
  );
  return named
    .filter((name) => name !== system.entity)
    .map((name) => ({ kind: "slice", name, of: ({ body }) => plain(body.given[name]) }));
}

function plain(value: unknown): Told {
  if (typeof value === "number") return Number.isNaN(value) ? null : value;
  return typeof value === "string" || typeof value === "boolean" ? value : null;
}
