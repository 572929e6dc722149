/**
 * Writes the simulated histories that the examples learn from, into `.cache/examples`: `npm run examples`. After that, `npx alidade train examples/tickets` and the others run as they are.
 */
import type { Table } from "../src/data/index.ts";
import { simulateArticles } from "./articles/simulate.ts";
import { simulateCatalogue } from "./catalogue/simulate.ts";
import { simulateChurn } from "./churn/simulate.ts";
import { simulateHouses } from "./houses/simulate.ts";
import { simulateFeed } from "./newsfeed/feed-simulate.ts";
import { simulateRankedFeed } from "./newsfeed/ranking/simulate.ts";
import { simulateNewsletter } from "./newsletter/simulate.ts";
import { simulatePhones } from "./next-app/simulate.ts";
import { simulatePayments } from "./payments/simulate.ts";
import { simulateStorefront } from "./storefront/simulate.ts";
import { simulateTickets } from "./tickets/simulate.ts";
import { simulateWard } from "./ward/simulate.ts";
import { writeCsv } from "./write-csv.ts";

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
  payments: simulatePayments(60),
  "ranked-feed": simulateRankedFeed(3_000),
  storefront: simulateStorefront(60),
  tickets: simulateTickets(8_000),
  ward: simulateWard(120),
};

for (const [name, table] of Object.entries(TABLES)) console.log(`Wrote ${await writeCsv(name, table)}`);
