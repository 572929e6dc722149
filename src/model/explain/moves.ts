import type { Cell } from "../../data/index.ts";
import type { FeatureSlot } from "../model.ts";
import type { TreesBody } from "../trees/body.ts";
import { below } from "../trees/lanes.ts";
import { ZERO } from "../trees/walk.ts";
import { type Actionable, placeIn } from "./values.ts";

/** One feature set to another value. */
export interface Move {
  readonly slot: number;
  /** The value as the first forest that reads it does, and as a person does. */
  readonly cell: number;
  readonly to: Cell;
  readonly cost: number;
}

/** A forest that reads a feature, and at which of its slots. */
export interface Reader {
  readonly body: TreesBody;
  readonly slot: number;
}

/** What moves are made of. */
export interface Terrain {
  /** The forests that read it. */
  readonly readers: readonly Reader[];
  /** Its place among the features of the model. */
  readonly slot: number;
  readonly feature: FeatureSlot;
  readonly from: Cell;
  readonly may: Actionable;
}

/**
 * Every move of one feature that can matter to the forests, the cheapest first: one value for each interval between
 * thresholds that they use, and one level for each group of levels that their sets do not tell apart.
 */
export function movesOf(terrain: Terrain): readonly Move[] {
  const { kind } = terrain.feature;
  const moves = kind === "number" ? numberMoves(terrain) : kind === "flag" ? flagMoves(terrain) : levelMoves(terrain);
  return [...moves].sort((a, b) => a.cost - b.cost);
}

function numberMoves({ readers, slot, from, may }: Terrain): readonly Move[] {
  const { cuts, edges } = cutsOf(readers);
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

function cutsOf(readers: readonly Reader[]): Cuts {
  const cuts = new Set<number>();
  let takesZero = false;
  for (const { body, slot: of } of readers)
    body.slot.forEach((slot, node) => {
      if (slot !== of) return;
      const cut = body.value[node] as number;
      if (Math.abs(cut) < Number.MAX_VALUE) cuts.add(cut);
      takesZero ||= ((body.missing[node] as number) & 2) === 2;
    });
  return { cuts: [...cuts].sort((a, b) => a - b), edges: takesZero ? [below(-ZERO), ZERO] : [] };
}

function flagMoves({ slot, from, may }: Terrain): readonly Move[] {
  const cost = may.cost ?? 1;
  return [false, true]
    .filter((to) => to !== from && may.levels?.includes(String(to)) !== false)
    .map((to) => ({ slot, cell: Number(to), to, cost }));
}

function levelMoves({ readers, slot, from, may }: Terrain): readonly Move[] {
  const cost = may.cost ?? 1;
  const tellers = readers.map(tellerOf);
  const levels = new Set(readers.flatMap(({ body, slot: of }) => body.levels[of] ?? []));
  const groups = new Map<string, Move>();
  for (const to of levels) {
    if (to === from || may.levels?.includes(to) === false) continue;
    const group = tellers.map((tell) => tell(to)).join(" ");
    const cell = readers[0]?.body.levels[readers[0].slot]?.indexOf(to) ?? -1;
    if (!groups.has(group)) groups.set(group, { slot, cell, to, cost });
  }
  return [...groups.values()];
}

/** What a forest tells of a level: in which of its sets it is; nothing of a level that it never saw. */
function tellerOf({ body, slot: of }: Reader): (level: string) => string {
  const sets = setsOn(body, of);
  const codes = new Map(body.levels[of]?.map((level, code) => [level, code]));
  return (level) => {
    const code = codes.get(level);
    return code === undefined ? "?" : sets.map((set) => (set.has(code) ? "1" : "0")).join("");
  };
}

function setsOn({ slot, value, sets }: TreesBody, of: number): readonly ReadonlySet<number>[] {
  const used = new Set<number>();
  for (let node = 0; node < slot.length; node++) if (slot[node] === of) used.add(value[node] as number);
  return [...used].map((set) => new Set(sets[set]));
}
