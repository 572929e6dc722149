import { once } from "node:events";
import { createWriteStream, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Rng, rng } from "../../../src/kernel/index.ts";
import { root } from "../../frame/child.ts";

/** Where made data and trained states are kept between runs. */
export const kept: string = join(root, ".cache/bench/serve");

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const CUSTOMERS = 20_000;
const ORDERS = 400_000;
const ROWS = 20_000;
/** Windows look back from now: data older than this are made anew. */
const FRESH = 3 * DAY;

/** What a caller gives. */
export interface Offer {
  readonly price: number;
  readonly discount: number;
  readonly basket: number;
  readonly minutes: number;
  readonly pages: number;
  readonly tenure: number;
  readonly distance: number | null;
  readonly rating: number | null;
  readonly hour: number;
  readonly stock: number;
}

const rounded = (value: number): number => Math.round(value * 100) / 100;

function offerOf(draws: Rng): Offer {
  const maybe = (value: number): number | null => (draws.uniform() < 0.1 ? null : rounded(value));
  return {
    price: rounded(5 + 95 * draws.uniform()),
    discount: rounded(0.5 * draws.uniform()),
    basket: rounded(200 * draws.uniform()),
    minutes: rounded(-10 * Math.log(1 - draws.uniform())),
    pages: draws.integer(40),
    tenure: rounded(60 * draws.uniform()),
    distance: maybe(50 * draws.uniform()),
    rating: maybe(1 + 4 * draws.uniform()),
    hour: rounded(24 * draws.uniform()),
    stock: draws.integer(50),
  };
}

/** What came of it: whether it was opened, bought and returned. */
function followed(draws: Rng, { price, discount, minutes, pages, rating, hour, basket }: Offer): readonly boolean[] {
  const chance = (logit: number): boolean => draws.uniform() < 1 / (1 + Math.exp(-logit));
  const opened = chance(Math.sin(hour / 4) + minutes / 10 - 1);
  const bought = chance(6 * discount + Math.log1p(pages) - price / 30 + (rating ?? 3) - 4 + Math.cos(basket / 20));
  return [opened, bought, bought && chance(price / 50 - (rating ?? 3) / 2)];
}

/** Rank by popularity, Zipf with exponent 1.1, drawn by inverting its integral. */
function customerOf(draws: Rng): number {
  const most = 1 - CUSTOMERS ** -0.1;
  return Math.min(CUSTOMERS - 1, Math.floor((1 - draws.uniform() * most) ** -10) - 1);
}

async function writeLines(file: string, lines: Iterable<string>): Promise<void> {
  const stream = createWriteStream(file);
  for (const line of lines) if (!stream.write(`${line}\n`)) await once(stream, "drain");
  stream.end();
  await once(stream, "close");
}

const instant = (at: number): string => new Date(at).toISOString();

function* orderLines(now: number): Generator<string> {
  const draws = rng({ seed: 1, purpose: "orders" });
  yield "order,customer,at,amount";
  for (let i = 0; i < ORDERS; i++)
    yield `o${i},${customerOf(draws)},${instant(now - draws.integer(100 * DAY))},${rounded(100 * draws.uniform())}`;
}

function* offerLines(now: number): Generator<string> {
  const draws = rng({ seed: 2, purpose: "offers" });
  const fields = Object.keys(offerOf(draws));
  yield ["customer", "asked_at", ...fields, "opened", "bought", "returned"].join(",");
  for (let i = 0; i < ROWS; i++) {
    const offer = offerOf(draws);
    const given = Object.values(offer).map((value) => value ?? "");
    yield [
      customerOf(draws),
      instant(now - 31 * DAY - draws.integer(60 * DAY)),
      ...given,
      ...followed(draws, offer),
    ].join(",");
  }
}

/** A question as callers send it; what is missing is left out. */
export interface Question {
  readonly entity: number;
  readonly given: Readonly<Record<string, number>>;
}

/** Draws a question. */
export function questionOf(draws: Rng): Question {
  const given = Object.fromEntries(Object.entries(offerOf(draws)).filter(([, value]) => value !== null));
  return { entity: customerOf(draws), given };
}

function* questionLines(): Generator<string> {
  const draws = rng({ seed: 3, purpose: "questions" });
  for (let i = 0; i < 10_000; i++) yield JSON.stringify(questionOf(draws));
}

/** The questions that every server is asked, one to a line. */
export const questions: string = join(kept, "questions.ndjson");

/** Reads them. */
export function readQuestions(): readonly Question[] {
  return readFileSync(questions, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Question);
}

/** Makes the data where they are missing or old; resolves to when they were made. */
export async function makeData(now: number): Promise<string> {
  const stamp = join(kept, "made");
  const made = existsSync(stamp) ? readFileSync(stamp, "utf8") : "";
  if (now - Date.parse(made) < FRESH) return made;
  mkdirSync(kept, { recursive: true });
  await writeLines(join(kept, "orders.csv"), orderLines(now));
  await writeLines(join(kept, "offers.csv"), offerLines(now));
  await writeLines(questions, questionLines());
  writeFileSync(stamp, instant(now));
  return instant(now);
}
