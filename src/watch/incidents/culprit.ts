import { fieldsOf, windowsOf } from "../../features/index.ts";
import type { Instant } from "../../kernel/index.ts";
import type { HistoryEvent } from "../../registry/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Factor } from "./factor.ts";

/** Who and what stands behind a difference, as far as there is evidence. */
export interface Culprit {
  /** The part of the system that it enters by: a source, a stream, a model, the weights. */
  readonly component: string;
  /** Who answers for it; null where nobody is named. */
  readonly owner: string | null;
  /** Where each of these is known from. */
  readonly evidence: readonly string[];
}

interface CulpritCase {
  readonly system: SystemDefinition;
  readonly history: readonly HistoryEvent[];
  /** From the end of the good stretch to the end of the bad one: what changed the one into the other happened in it. */
  readonly between: { readonly from: Instant; readonly to: Instant };
}

/** From a cause to its component and its owner. */
export function culpritOf(factor: Pick<Factor, "kind" | "name">, { system, history, between }: CulpritCase): Culprit {
  const { kind, name } = factor;
  const near = changesNear(history, kind, between);
  const by = near.at(-1)?.by ?? null;
  const told = near.map(
    ({ what, subject, by: who, at, why }) =>
      `history: ${what} ${subject} by ${who}, ${new Date(at).toISOString()}: ${why}`,
  );
  if (kind === "field" || kind === "stream") return inputCulprit(system, factor, told);
  if (kind === "source")
    return {
      component: `the source ${system.source.source} ${system.source.path}`,
      owner: null,
      evidence: [`${name} came from it`, ...told],
    };
  if (kind === "slice" || kind === "outcome")
    return {
      component: kind === "slice" ? `the part ${name}` : "what happens after a decision",
      owner: null,
      evidence: told,
    };
  return {
    component: COMPONENTS[kind] === undefined ? kind : `${COMPONENTS[kind]}${kind === "model" ? ` ${name}` : ""}`,
    owner: by,
    evidence: told,
  };
}

const COMPONENTS: Readonly<Partial<Record<Factor["kind"], string>>> = {
  model: "the model of head",
  weights: "the weights",
  policy: "the policy",
  release: "the release",
  contract: "the contract",
  fallback: "the heads, which did not answer",
  arm: "the traffic plan",
};

/** A field comes from a source, is read by features, and those by heads; whoever answers for the first of them is asked. */
function inputCulprit(
  system: SystemDefinition,
  { kind, name }: Pick<Factor, "kind" | "name">,
  told: readonly string[],
): Culprit {
  const readers = Object.entries(system.features).flatMap(([feature, node]) => {
    const reads =
      kind === "field" ? fieldsOf(node).includes(name) : windowsOf(node).some(({ stream }) => stream === name);
    return reads ? [feature] : [];
  });
  const owned = readers.find((feature) => system.about?.[feature]?.owner !== undefined);
  const source = kind === "stream" ? system.streams[name]?.source : system.source;
  const component = kind === "stream" ? `the stream ${name}` : `the field ${name}`;
  const heads = Object.keys(system.heads);
  return {
    component: source === undefined ? component : `${component}, from ${source.source} ${source.path ?? ""}`.trim(),
    owner: owned === undefined ? null : (system.about?.[owned]?.owner ?? null),
    evidence: [
      ...(readers.length === 0
        ? [`no feature reads it`]
        : [`read by ${readers.join(", ")}`, ...(heads.length === 0 ? [] : [`which feed ${heads.join(", ")}`])]),
      ...(owned === undefined ? [] : [`the system file names the owner of ${owned}`]),
      ...told,
    ],
  };
}

/** Kinds of history that may bring a factor about. */
const BROUGHT_BY: Readonly<Partial<Record<Factor["kind"], RegExp>>> = {
  model: /^(plan|release|model|experiment)\./,
  weights: /^(weights|plan)\./,
  policy: /^(plan|release)\./,
  release: /^(plan|release|experiment)\./,
  arm: /^(plan|experiment)\./,
  contract: /^(contract|snapshot|intake)\./,
  field: /^(contract|intake|stream)\./,
  source: /^(contract|intake|stream)\./,
  stream: /^(contract|intake|stream)\./,
};

const MOST = 5;

/** What changed in that time, the last of it. */
function changesNear(
  history: readonly HistoryEvent[],
  kind: Factor["kind"],
  { from, to }: CulpritCase["between"],
): readonly HistoryEvent[] {
  const pattern = BROUGHT_BY[kind];
  if (pattern === undefined) return [];
  return history.filter(({ what, at }) => pattern.test(what) && at >= from && at < to).slice(-MOST);
}
