/** What came of a fuzzing. */
export interface Fuzzed {
  readonly seconds: number;
  readonly seed: number;
  /** Answers by "POST /v1/decide 200" and the like. */
  readonly came: ReadonlyMap<string, number>;
  /** Bytes in use after each quarter, when everything was collected. */
  readonly used: readonly number[];
  /** Lines of the log that tell of a fault. */
  readonly faults: number;
}

/** A fuzzing as Markdown: every route with its answers by status. */
export function fuzzTable({ seconds, seed, came, used, faults }: Fuzzed): string {
  const routes = Map.groupBy([...came].sort(), ([place]) => place.replace(/ \d+$/, ""));
  const rows = [...routes].map(([route, places]) => {
    const answers = places.map(
      ([place, count]) => `${place.slice(route.length + 1)}: ${count.toLocaleString("en-US")}`,
    );
    return `| \`${route}\` | ${answers.join(", ")} |`;
  });
  const requests = [...came.values()].reduce((sum, count) => sum + count, 0).toLocaleString("en-US");
  const megabytes = used.map((bytes) => (bytes / 2 ** 20).toFixed(1)).join(", ");
  return `# Every route, asked what nobody should ask

Written by \`npm run test:fuzz\`: ${seconds} s, seed ${seed}. ${requests} requests, ${faults} faults in the log. In use after each
quarter, collected: ${megabytes} MiB.

| route | answers by status |
|---|---|
${rows.join("\n")}
`;
}
