import type { Cell } from "../../data/index.ts";
import type { FeatureSlot } from "../model.ts";
import type { TreesBody } from "../trees/body.ts";
import { below } from "../trees/lanes.ts";
import { ZERO } from "../trees/walk.ts";
import { type Actionable, placeIn } from "./values.ts";

/** One feature set to another value. */
export interface Move {
  readonly slot: number;
  /** The value as trees read it, and as a person does. */
  readonly cell: number;
  readonly to: Cell;
  readonly cost: number;
}

/** What moves are made of. */
export interface Terrain {
  readonly body: TreesBody;
  readonly slot: number;
  readonly feature: FeatureSlot;
  readonly from: Cell;
  readonly may: Actionable;
}

/**
 * Every move of one feature that can matter to the forest, the cheapest first: one value for each interval between
 * thresholds that it uses, and one level for each group of levels that its sets do not tell apart.
 */
export function movesOf(terrain: Terrain): readonly Move[] {
  const { kind } = terrain.feature;
  const moves = kind === "number" ? numberMoves(terrain) : kind === "flag" ? flagMoves(terrain) : levelMoves(terrain);
  return [...moves].sort((a, b) => a.cost - b.cost);
}

function numberMoves({ body, slot, from, may }: Terrain): readonly Move[] {
  const { cuts, edges } = cutsOf(body, slot);
  const start = typeof from === "number" ? from : Number.NaN;
  const spread = (cuts.at(-1) ?? 0) - (cuts[0] ?? 0) || 1;
  const unit = may.cost ?? 1 / spread;
  const step = may.step ?? (areWhole(cuts, start) ? 1 : undefined);
  const ends = [...new Set([...cuts, ...edges])].sort((a, b) => a - b);
  return [...ends, Number.POSITIVE_INFINITY].flatMap((high, i): readonly Move[] => {
    const low = ends[i - 1] ?? Number.NEGATIVE_INFINITY;
    if (start > low && start <= high) return [];
    const cell = placeIn({ low, high }, { start, spread, may: step === undefined ? may : { ...may, step } });
    if (cell === undefined) return [];
    return [{ slot, cell, to: cell, cost: unit * (Number.isNaN(start) ? spread : Math.abs(cell - start)) }];
  });
}

/** Whether a feature seems to hold whole numbers. */
function areWhole(cuts: readonly number[], start: number): boolean {
  return cuts.every((cut) => Math.abs(cut % 1) === 0.5) && (Number.isNaN(start) || Number.isInteger(start));
}

interface Cuts {
  /** The thresholds, ascending. */
  readonly cuts: readonly number[];
  /** Where zero begins and ends, when some split takes it for missing. */
  readonly edges: readonly number[];
}

function cutsOf({ slot, value, missing }: TreesBody, of: number): Cuts {
  const nodes = [...slot.keys()].filter((node) => slot[node] === of);
  const cuts = new Set(nodes.map((node) => value[node] as number).filter((cut) => Math.abs(cut) < Number.MAX_VALUE));
  const takesZero = nodes.some((node) => ((missing[node] as number) & 2) === 2);
  return { cuts: [...cuts].sort((a, b) => a - b), edges: takesZero ? [below(-ZERO), ZERO] : [] };
}

function flagMoves({ slot, from, may }: Terrain): readonly Move[] {
  const cost = may.cost ?? 1;
  return [false, true]
    .filter((to) => to !== from && may.levels?.includes(String(to)) !== false)
    .map((to) => ({ slot, cell: Number(to), to, cost }));
}

function levelMoves({ body, slot, from, may }: Terrain): readonly Move[] {
  const cost = may.cost ?? 1;
  const sets = setsOn(body, slot);
  const groups = new Map<string, Move>();
  for (const [cell, to] of (body.levels[slot] as readonly string[]).entries()) {
    if (to === from || may.levels?.includes(to) === false) continue;
    const group = sets.map((set) => (set.has(cell) ? "1" : "0")).join("");
    if (!groups.has(group)) groups.set(group, { slot, cell, to, cost });
  }
  return [...groups.values()];
}

function setsOn({ slot, value, sets }: TreesBody, of: number): readonly ReadonlySet<number>[] {
  const used = new Set<number>();
  for (let node = 0; node < slot.length; node++) if (slot[node] === of) used.add(value[node] as number);
  return [...used].map((set) => new Set(sets[set]));
}
