/** How long reports take, from decisions of which some are too young to tell. */
export interface TimeToReport {
  /** Delays at which something was reported, ascending, milliseconds. */
  readonly times: Float64Array;
  /** Of decisions as old as that and without a report just before: how many there were, and how many were reported then. */
  readonly atRisk: Float64Array;
  readonly reported: Float64Array;
  /** Share that is reported by then, of all decisions, those of which it is not yet known included. */
  readonly share: Float64Array;
}

/**
 * The share reported by each delay, when the young are not taken for the silent: the product-limit estimate. Kaplan and
 * Meier. Nonparametric estimation from incomplete observations. JASA 53, 1958. `delay` is the delay of a report, or NaN
 * without one; `watched` for how long the decision could be seen.
 */
export function timeToReport(delay: Float64Array, watched: Float64Array): TimeToReport {
  const seen = delay.map((at, i) => (Number.isNaN(at) ? (watched[i] as number) : at)).sort();
  const reports = delay.filter((at) => !Number.isNaN(at)).sort();
  const times: number[] = [];
  const [atRisk, reported, share]: [number[], number[], number[]] = [[], [], []];
  let [silent, passed] = [1, 0];
  for (let start = 0, end = 0; start < reports.length; start = end) {
    const time = reports[start] as number;
    while (end < reports.length && reports[end] === time) end++;
    while (passed < seen.length && (seen[passed] as number) < time) passed++;
    silent *= 1 - (end - start) / (seen.length - passed);
    times.push(time);
    atRisk.push(seen.length - passed);
    reported.push(end - start);
    share.push(1 - silent);
  }
  return {
    times: Float64Array.from(times),
    atRisk: Float64Array.from(atRisk),
    reported: Float64Array.from(reported),
    share: Float64Array.from(share),
  };
}
