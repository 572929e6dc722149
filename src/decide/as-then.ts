import type { Breach, Row } from "../data/index.ts";
import { inputsOf } from "../features/index.ts";
import type { DecisionBody, DecisionRecord } from "../records/index.ts";
import { givenToday } from "./given-today.ts";
import { isOfKind } from "./of-kind.ts";
import { readGiven, type Seen } from "./opening.ts";
import type { LoadedRelease, ServingState } from "./serving-state.ts";

type Asked = Pick<DecisionBody, "given" | "features" | "reasons">;

/**
 * Why what was given once cannot be read again: names of fields that the contract takes no more, or takes as something else, and of
 * features that the system declares no more, or as another kind. Empty where it can.
 */
export function goneSince({ body }: DecisionRecord, { system, enforce }: ServingState): readonly string[] {
  const declared = inputsOf(system.features);
  const parts: readonly Pick<Asked, "given" | "features">[] = [body, ...(body.candidates ?? [])];
  const gone = parts.flatMap(({ given, features }) => {
    const read = givenToday(enforce, given);
    const others = Object.entries(features).filter(([name, value]) => !isDeclared(declared, name, value));
    return [...read.gone, ...read.unfit, ...others.map(([name]) => name)];
  });
  return [...new Set(gone)].sort();
}

function isDeclared(features: ReturnType<typeof inputsOf>, name: string, value: unknown): boolean {
  const node = Object.hasOwn(features, name) ? features[name] : undefined;
  return node !== undefined && isOfKind(value, node.kind);
}

/** What was seen of a row, as its receipt tells it. The rule and the filters read what today's contract can still read of it. */
export function seenThen(
  { given, features, reasons }: Asked,
  online: DecisionBody["online"],
  state: ServingState,
): Seen {
  const { row } = readGiven(state, givenToday(state.enforce, given).given, online);
  return { row, features: features as Row, flags: flagsIn(reasons) };
}

/** Where the given broke the contract, out of the codes of a receipt. */
function flagsIn(reasons: readonly string[]): readonly Breach[] {
  return reasons.flatMap((code): readonly Breach[] => {
    const [, rule, field] = /^input\.([^:]+):(.*)$/s.exec(code) ?? [];
    if (rule === undefined || field === undefined || rule === "far") return [];
    return [{ field, rule: rule as Breach["rule"], value: null }];
  });
}

/** A state in which the models that could not be used when a decision was made cannot be used either. */
export function stateThen({ body }: DecisionRecord, state: ServingState): ServingState {
  const lost = lostThen(body, state);
  if (lost.length === 0) return state;
  const releases = [...state.releases].map(([id, release]) => [id, withoutModels(release, lost)] as const);
  return { ...state, releases: new Map(releases) };
}

/** Receipts of earlier versions tell it by their reasons alone. */
function lostThen(
  { unusable, reasons, instead, heads, versions }: DecisionBody,
  state: ServingState,
): readonly string[] {
  if (unusable !== undefined) return unusable;
  return reasons.flatMap((code) => {
    const [kind, head = ""] = code.split(":");
    const own = versions.models[head];
    if (kind !== "fallback.model-unusable" || own === undefined) return [];
    if (instead?.[head] !== undefined || heads[head] !== undefined) return [own];
    // Nobody stood in for it.
    const earlier = [...state.releases.values()].flatMap(({ previous }) => previous?.[head]?.version ?? []);
    return [own, ...earlier];
  });
}

function withoutModels(release: LoadedRelease, lost: readonly string[]): LoadedRelease {
  const { models, unusable, previous = {}, versions, lost: known = [] } = release;
  const own = Object.keys(models).filter((head) => lost.includes(versions[head] ?? ""));
  const earlier = Object.keys(previous).filter((head) => lost.includes(previous[head]?.version ?? ""));
  if (own.length + earlier.length === 0) return release;
  const why = "it could not be used when this was decided";
  const broken: LoadedRelease["unusable"] = { ...unusable, ...Object.fromEntries(own.map((head) => [head, why])) };
  return {
    ...release,
    models: withoutHeads(models, own),
    unusable: inOrder(broken, Object.keys(versions)),
    previous: withoutHeads(previous, earlier),
    lost: [
      ...new Set([
        ...known,
        ...own.map((head) => versions[head] ?? ""),
        ...earlier.map((head) => previous[head]?.version ?? ""),
      ]),
    ],
  };
}

/** In the order in which a release names its heads, which is that of the reasons in its receipts. */
function inOrder<Of>(by: Readonly<Record<string, Of>>, heads: readonly string[]): Readonly<Record<string, Of>> {
  const place = (head: string): number => heads.indexOf(head);
  return Object.fromEntries(Object.entries(by).sort(([a], [b]) => place(a) - place(b)));
}

/** Without heads, and without opening the models of the others. */
function withoutHeads<Of>(by: Readonly<Record<string, Of>>, heads: readonly string[]): Readonly<Record<string, Of>> {
  const kept: PropertyDescriptorMap = Object.getOwnPropertyDescriptors(by);
  for (const head of heads) delete kept[head];
  return Object.defineProperties({}, kept) as Readonly<Record<string, Of>>;
}
