import { type OffPolicy, type Overlap, offPolicy, type RewardRange, slatePolicy } from "../../evaluate/index.ts";
import { insufficient, isInsufficient, known } from "../../kernel/index.ts";
import { DEFAULT_LEVEL, type Estimated } from "../../stats/index.ts";
import type { Remade, RemadePart } from "./remade.ts";

/** Decisions, and what came of each: of a ranking, at each position. */
export interface Rewarded {
  readonly remade: Remade;
  readonly rewards: readonly number[];
}

/** A mean per decision as it is now, as proposed, and the way between: estimated from what was tried. */
export interface Moved {
  readonly now: Estimated;
  readonly proposed: Estimated;
  readonly movement: Estimated;
  /** Of the last position, whose weights are the largest; undefined without decisions. */
  readonly overlap: Overlap | undefined;
  readonly decisions: number;
}

/** Estimates a movement: self-normalised, of rankings by what stands above each position. Entities are what varies. */
export function movedBy(rows: readonly Rewarded[]): Moved {
  const decisions = rows.length;
  if (decisions === 0) {
    const none = insufficient("too-few-rows", { need: 2, have: 0 });
    return { now: none, proposed: none, movement: none, overlap: undefined, decisions };
  }
  const columns = columnsOf(rows);
  const entity = entitiesOf(rows);
  const estimate = (positions: Parameters<typeof slatePolicy>[0]["positions"]) => {
    const found = slatePolicy({ positions, chances: "given-above", entity });
    const first = known(found.estimates[0], "an estimate of a ranking");
    return { ...first, overlap: found.overlaps.at(-1) };
  };
  const now = estimate(
    columns.map(({ reward, logged, now, untriedNow }) => ({
      reward,
      propensity: logged,
      target: now,
      unsupported: untriedNow,
    })),
  );
  const proposed = estimate(
    columns.map(({ reward, logged, now: base, proposed: target, untried }) => ({
      ...{ reward, propensity: logged, target, base, unsupported: untried },
    })),
  );
  return {
    now: now.value,
    proposed: proposed.value,
    movement: movementOf(rows, now.value, proposed.movement),
    overlap: proposed.overlap,
    decisions,
  };
}

/** Where nothing changes, nothing moves, and that is known. */
function movementOf(rows: readonly Rewarded[], now: Estimated, movement: Estimated): Estimated {
  const isSame = rows.every(({ remade: { parts } }) => parts.every((part) => part.now === part.proposed));
  if (isSame) return { value: 0, low: 0, high: 0, level: DEFAULT_LEVEL };
  // What is served now must be told as well as what is proposed; where all came to the same, so does what changes.
  return isInsufficient(now) && now.reason !== "zero-variance" ? now : movement;
}

/** The same by all estimators, with sensitivity and bounds, where one thing is done in each decision. */
export function evidenceOf(rows: readonly Rewarded[], range: RewardRange | undefined): OffPolicy | undefined {
  const [only, ...more] = columnsOf(rows);
  if (only === undefined || more.length > 0) return undefined;
  const { reward, logged, now, proposed, untried } = only;
  return offPolicy(
    { reward, propensity: logged, target: proposed, base: now, unsupported: untried, entity: entitiesOf(rows) },
    { range },
  );
}

type Numbers = Readonly<Record<"reward" | Exclude<keyof RemadePart, "about">, Float64Array>>;

/** A ranking that ends above a position stands there as it stood, and brings nothing. */
const ENDED: Omit<RemadePart, "about"> = { logged: 1, now: 1, proposed: 1, untried: 0, untriedNow: 0 };

function columnsOf(rows: readonly Rewarded[]): readonly Numbers[] {
  const deepest = rows.reduce((most, { remade }) => Math.max(most, remade.parts.length), 0);
  return Array.from({ length: deepest }, (_, place): Numbers => {
    const of = (name: Exclude<keyof RemadePart, "about">): Float64Array =>
      Float64Array.from(rows, ({ remade }) => (remade.parts[place] ?? ENDED)[name]);
    return {
      reward: Float64Array.from(rows, ({ rewards }) => rewards[place] ?? 0),
      logged: of("logged"),
      now: of("now"),
      proposed: of("proposed"),
      untried: of("untried"),
      untriedNow: of("untriedNow"),
    };
  });
}

/** Entities by number, in order of first appearance. */
export function entitiesOf(rows: readonly Rewarded[]): Int32Array {
  const numbers = new Map<string, number>();
  return Int32Array.from(rows, ({ remade: { entity } }) => {
    const number = numbers.get(entity) ?? numbers.size;
    numbers.set(entity, number);
    return number;
  });
}
