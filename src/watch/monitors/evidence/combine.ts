/** Natural logarithm of the mean of e-values: evidence that one of several things has changed; 0 of none. */
export function either(...evidence: readonly number[]): number {
  const most = Math.max(...evidence);
  if (evidence.length === 0) return 0;
  return most + Math.log(evidence.reduce((sum, one) => sum + Math.exp(one - most), 0) / evidence.length);
}

/** Evidence that all of several things have changed: the least of it. */
export function both(...evidence: readonly number[]): number {
  return Math.min(...evidence);
}

/** Evidence of which only that part, 0 to 1, is bet on: an e-value still, the nearer to no evidence the less it is. */
export function staked(evidence: number, part: number): number {
  if (part <= 0) return 0;
  const most = Math.max(0, evidence);
  return most + Math.log((1 - part) * Math.exp(-most) + part * Math.exp(evidence - most));
}
