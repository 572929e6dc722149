/** Where one band of prices ends and the next begins, in USD. */
export const EDGES: readonly number[] = [150_000, 200_000, 250_000, 300_000, 350_000, 400_000, 500_000, 600_000];

/** Each band by the name that `bucket` gives it, with the price that it is offered at. */
export const BANDS: Readonly<Record<string, number>> = Object.fromEntries([
  ["below 150000", 125_000],
  ...EDGES.slice(1).map((edge, i): [string, number] => {
    const from = EDGES[i] as number;
    return [`${from} to below ${edge}`, (from + edge) / 2];
  }),
  ["600000 or more", 700_000],
]);
