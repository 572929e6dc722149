/**
 * Shares out `places` among those who ask for so many each. Nobody gets more than asked for, and nobody gets less than another
 * while asking for more (max-min fairness); the last few that do not come out even go to the first in order.
 */
export function fairShares(asked: readonly number[], places: number): readonly number[] {
  const shares = asked.map(() => 0);
  const wanting = (i: number): number => (asked[i] as number) - (shares[i] as number);
  let left = Math.min(
    places,
    asked.reduce((sum, one) => sum + one, 0),
  );
  while (left > 0) {
    const open = [...asked.keys()].filter((i) => wanting(i) > 0);
    const each = Math.max(1, Math.floor(left / open.length));
    for (const i of open) {
      const more = Math.min(each, left, wanting(i));
      shares[i] = (shares[i] as number) + more;
      left -= more;
    }
  }
  return shares;
}
