/** A position of an interleaved order. */
export interface DraftedSlot {
  /** Number of the candidate. */
  readonly item: number;
  /** Which order brought it there. */
  readonly team: "control" | "treatment";
  /** The chance that it had of standing there, given who stands above. */
  readonly propensity: number;
}

/** Two orders of the same candidates, best first. */
export interface Draft {
  readonly control: readonly number[];
  readonly treatment: readonly number[];
  /** Positions to fill at most. */
  readonly length: number;
}

/**
 * Merges two orders as captains pick teams: whoever has fewer picks next, by lot where both have as many, and picks the
 * best that is left. So either order has each position half of the time, whatever the orders are, and somebody who takes
 * positions at random favours neither. `uniform(n)` on [0, 1) decides the n-th lot.
 * Radlinski, Kurup, Joachims. How does clickthrough data reflect retrieval quality? CIKM 2008.
 */
export function teamDraft(
  { control, treatment, length }: Draft,
  uniform: (lot: number) => number,
): readonly DraftedSlot[] {
  const slots: DraftedSlot[] = [];
  const taken = new Set<number>();
  const [nextMine, nextTheirs] = [cursor(treatment, taken), cursor(control, taken)];
  let [lots, ahead, hidden] = [0, 0, false];
  while (slots.length < length) {
    const pick: Pick = { mine: nextMine(), theirs: nextTheirs(), ahead, hidden };
    const odds = oddsOf(pick);
    if (odds === undefined) break;
    const team = odds === 1 || (odds > 0 && uniform(lots++) < odds) ? "treatment" : "control";
    const item = (team === "treatment" ? pick.mine : pick.theirs) as number;
    slots.push({ item, team, propensity: chanceOf(pick) });
    taken.add(item);
    hidden = ahead === 0 && pick.mine === pick.theirs;
    ahead += team === "treatment" ? 1 : -1;
  }
  return slots;
}

/** What is known when somebody picks. */
interface Pick {
  /** The best that is left of the treatment's order, and of the control's. */
  readonly mine: number | undefined;
  readonly theirs: number | undefined;
  /** How many more the treatment has picked. */
  readonly ahead: number;
  /** Whether both would have picked the one above, so that the order does not tell who is ahead. */
  readonly hidden: boolean;
}

/** The chance that the treatment picks next; undefined where nothing is left. Who has nothing left leaves the pick to the other. */
function oddsOf({ mine, theirs, ahead }: Pick): number | undefined {
  if (mine === undefined) return theirs === undefined ? undefined : 0;
  if (theirs === undefined) return 1;
  if (ahead === 0) return 0.5;
  return ahead < 0 ? 1 : 0;
}

/** The chance of the candidate that is picked, as somebody sees it who sees the order and not the lots. */
function chanceOf({ mine, theirs, ahead, hidden }: Pick): number {
  if (mine === undefined || theirs === undefined || mine === theirs) return 1;
  return ahead === 0 || hidden ? 0.5 : 1;
}

/** The best of an order that is not taken yet. */
function cursor(order: readonly number[], taken: ReadonlySet<number>): () => number | undefined {
  let at = 0;
  return () => {
    while (at < order.length && taken.has(order[at] as number)) at++;
    return order[at];
  };
}
