/**
 * Writes the simulated histories that the examples learn from, into `.cache/examples`: `npm run examples`. After that, `npx alidade train examples/tickets` and the others run as they are.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { cell, type Table } from "../src/data/index.ts";
import { simulateArticles } from "./articles/simulate.ts";
import { simulateCatalogue } from "./catalogue/simulate.ts";
import { simulateChurn } from "./churn/simulate.ts";
import { simulateHouses } from "./houses/simulate.ts";
import { simulateFeed } from "./newsfeed/feed-simulate.ts";
import { simulateRankedFeed } from "./newsfeed/ranking/simulate.ts";
import { simulateNewsletter } from "./newsletter/simulate.ts";
import { simulatePhones } from "./next-app/simulate.ts";
import { simulateTickets } from "./tickets/simulate.ts";

const churn = simulateChurn(2_000);
const TABLES: Readonly<Record<string, Table>> = {
  articles: simulateArticles(6_000),
  catalogue: simulateCatalogue(6_000),
  churn: churn.rows,
  "churn-tickets": churn.tickets,
  "churn-visits": churn.visits,
  feed: simulateFeed(3_000),
  houses: simulateHouses(5_000),
  newsletter: simulateNewsletter(2_000),
  "next-app": simulatePhones(2_400),
  "ranked-feed": simulateRankedFeed(3_000),
  tickets: simulateTickets(8_000),
};

function csvOf({ columns, rows }: Table): string {
  const lines = Array.from({ length: rows }, (_, row) =>
    columns.map((column) => {
      const value = cell(column, row);
      return column.kind === "time" && value !== null ? new Date(Number(value)).toISOString() : String(value ?? "");
    }),
  );
  return `${[columns.map(({ name }) => name), ...lines].map((line) => line.join(",")).join("\n")}\n`;
}

const folder = fileURLToPath(new URL("../.cache/examples", import.meta.url));
await mkdir(folder, { recursive: true });
for (const [name, table] of Object.entries(TABLES)) await writeFile(`${folder}/${name}.csv`, csvOf(table));
console.log(`Wrote ${Object.keys(TABLES).join(", ")} to ${folder}`);
