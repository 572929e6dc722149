import { tableOf } from "../../../data/index.ts";
import { hashBytes, messageOf } from "../../../kernel/index.ts";
import type { DecisionRecord } from "../../../records/index.ts";
import type { Blobs, Journal } from "../../../store/index.ts";
import type { SystemDefinition } from "../../../system/index.ts";
import {
  LAYOUT_DECISIONS,
  type Layout,
  layoutOf,
  openPeriodReference,
  type Reference,
  referenceBook,
} from "../../../watch/index.ts";
import { servingReference } from "../../monitors/reference.ts";
import type { ReferenceDeps } from "../../monitors/reference-deps.ts";
import type { KeptWatch } from "../kept-watch.ts";

/** What a system is held against, and in which bins it is counted. */
export interface HeldAgainst {
  readonly reference: Reference | undefined;
  readonly layout: Layout;
  /** Where the reference comes from, or why there is none, in words. */
  readonly says: string;
}

/** What is compared with, as it is shown and kept; or why there is nothing. */
export function comparedIn({ reference, says }: HeldAgainst): Pick<KeptWatch, "reference" | "without"> {
  return reference === undefined ? { reference: null, without: says } : { reference: { id: reference.id, says } };
}

export type HeldDeps = Omit<ReferenceDeps, "state"> & {
  readonly state: ReferenceDeps["state"] & { readonly journal: Pick<Journal, "read"> };
};

/** Finds what a system is held against; looks again only once something else serves, or another period is called good. */
export function heldAgainst(system: SystemDefinition, deps: HeldDeps): (periodMs: number) => Promise<HeldAgainst> {
  const { registry, state } = deps;
  let known: { readonly key: string; readonly isSettled: boolean; readonly held: HeldAgainst } | undefined;
  return async (periodMs) => {
    const plan = await registry.currentPlan(system.name);
    const good = await referenceBook(state).good(system.name);
    const key = `${plan?.version ?? 0} ${good?.reference ?? ""} ${good?.at ?? 0}`;
    if (known?.key === key && known.isSettled) return known.held;
    const { reference, says } = await referenceNow(system, deps);
    const found =
      reference === undefined
        ? await layoutWithout(system, deps, periodMs)
        : { layout: reference.layout, isSettled: true };
    const isSame = known?.key === key && known.held.layout.id === found.layout.id;
    const held = isSame && known !== undefined ? known.held : { reference, layout: found.layout, says };
    known = { key, isSettled: found.isSettled, held };
    return held;
  };
}

async function referenceNow(
  system: SystemDefinition,
  deps: HeldDeps,
): Promise<{ readonly reference: Reference | undefined; readonly says: string }> {
  try {
    const reference = await servingReference(system, deps);
    if (reference === undefined) return { reference, says: "nothing was learned, and no period was called good" };
    return {
      reference,
      says: reference.from === "training" ? "what was learned from" : "a period that was called good",
    };
  } catch (thrown) {
    // What needs no reference can be watched all the same.
    return { reference: undefined, says: `what was learned from cannot be read: ${messageOf(thrown)}` };
  }
}

interface FoundLayout {
  readonly layout: Layout;
  /** Whether it stays. */
  readonly isSettled: boolean;
}

/** Bins for decisions before there are enough to make bins of: nothing but decisions and answers is counted in them. */
const NO_BINS: Layout = layoutOf({ fields: tableOf({}, []), features: tableOf({}, []) });
/** Decisions that are enough before a first period is over. */
const ENOUGH = 1_000;

/** The bins of a system that has no reference: made of its first decisions, once there are enough, and kept. */
async function layoutWithout(
  system: SystemDefinition,
  { state: { blobs, journal } }: HeldDeps,
  periodMs: number,
): Promise<FoundLayout> {
  const key = `watches/${hashBytes(system.name).slice(0, 16)}/layout.json`;
  const kept = await layoutAt(key, blobs);
  if (kept !== undefined) return { layout: kept, isSettled: true };
  const decisions = await firstDecisions(system.name, journal);
  const [first, last] = [decisions[0]?.at ?? 0, decisions.at(-1)?.at ?? 0];
  if (decisions.length < ENOUGH && last - first < periodMs) return { layout: NO_BINS, isSettled: false };
  const open = openPeriodReference({ system, from: first, to: last + 1, models: {}, versions: {} });
  for (const decision of decisions) open.add(decision);
  const { layout } = open.read();
  await blobs.put(key, new TextEncoder().encode(JSON.stringify(layout)));
  return { layout, isSettled: true };
}

async function layoutAt(key: string, blobs: Pick<Blobs, "get">): Promise<Layout | undefined> {
  const bytes = await blobs.get(key);
  try {
    return bytes === undefined ? undefined : (JSON.parse(new TextDecoder().decode(bytes)) as Layout);
  } catch {
    // Half written by a machine that lost its power: made again.
    return undefined;
  }
}

const PAGE = 1_000;

async function firstDecisions(system: string, journal: Pick<Journal, "read">): Promise<readonly DecisionRecord[]> {
  const found: DecisionRecord[] = [];
  for (let cursor: string | null = null; ; ) {
    const { entries, next }: Awaited<ReturnType<Journal["read"]>> = await journal.read(cursor, PAGE, "decision");
    for (const entry of entries as readonly DecisionRecord[]) if (entry.body.system === system) found.push(entry);
    if (entries.length < PAGE || found.length >= LAYOUT_DECISIONS) return found.slice(0, LAYOUT_DECISIONS);
    cursor = next;
  }
}
