import { type Row, type Table, tableOf } from "../../src/data/index.ts";
import { type Rng, rng } from "../../src/kernel/index.ts";

type Category = "messages" | "music" | "maps" | "news" | "games" | "camera" | "work";
type Place = "home" | "work" | "way";

interface App {
  readonly app: string;
  readonly category: Category;
  /** Share of all unlockings before it is there. */
  readonly from: number;
}

/** What phones have; the last two come out when most of the history is over. */
const APPS: readonly App[] = [
  { app: "chat", category: "messages", from: 0 },
  { app: "mail", category: "work", from: 0 },
  { app: "tunes", category: "music", from: 0 },
  { app: "podcasts", category: "music", from: 0 },
  { app: "maps", category: "maps", from: 0 },
  { app: "daily", category: "news", from: 0 },
  { app: "weather", category: "news", from: 0 },
  { app: "blocks", category: "games", from: 0 },
  { app: "camera", category: "camera", from: 0 },
  { app: "calendar", category: "work", from: 0 },
  { app: "rides", category: "maps", from: 0.8 },
  { app: "puzzle", category: "games", from: 0.8 },
];
/** The apps that training has not seen, where the newest quarter is judged. */
export const NEW_APPS: readonly string[] = APPS.filter(({ from }) => from > 0).map(({ app }) => app);

const START = Date.UTC(2026, 2, 2);
const MINUTE = 60_000;
const PHONES = 30;

interface Context {
  readonly hour: number;
  readonly weekend: boolean;
  readonly place: Place;
  readonly headphones: boolean;
}

/** How much a category is wanted where and when a phone is unlocked. */
function pull(category: Category, { hour, weekend, place, headphones }: Context): number {
  const evening = hour >= 18;
  const pulls: Readonly<Record<Category, number>> = {
    messages: 0.8 + (evening ? 0.5 : 0),
    music: (headphones ? 2.2 : -0.6) + (place === "way" ? 0.4 : 0),
    maps: (place === "way" ? 1.9 : -0.8) + (headphones ? -0.3 : 0),
    news: hour < 10 ? 1.3 : -0.2,
    games: (evening && place === "home" ? 1.4 : -0.7) + (weekend ? 0.5 : 0),
    camera: weekend ? 0.9 : -0.9,
    work: place === "work" && !weekend ? 1.7 : -1.1,
  };
  return pulls[category];
}

/** What somebody likes, beyond what everybody does: an app that was opened often is opened again. */
interface Phone {
  readonly phone: string;
  readonly taste: ReadonlyMap<string, number>;
  readonly opened: Map<string, number[]>;
  last: string;
}

function phoneOf(draws: Rng, n: number): Phone {
  const taste = new Map(APPS.map(({ app }) => [app, 0.9 * draws.normal()]));
  return { phone: `p${n}`, taste, opened: new Map(), last: "" };
}

function contextOf(draws: Rng, at: number): Context {
  const hour = new Date(at).getUTCHours();
  const weekend = [0, 6].includes(new Date(at).getUTCDay());
  const chance = draws.uniform();
  const isOut = hour >= 8 && hour < 18;
  const place =
    isOut && !weekend ? (chance < 0.6 ? "work" : chance < 0.8 ? "way" : "home") : chance < 0.75 ? "home" : "way";
  return { hour, weekend, place, headphones: draws.uniform() < 0.25 };
}

const WEEK = 7 * 24 * 60 * MINUTE;

const KINDS = {
  unlock: "text",
  phone: "text",
  unlocked_at: "time",
  hour: "number",
  weekend: "flag",
  place: "text",
  headphones: "flag",
  usual: "text",
  last_app: "text",
  app: "text",
  category: "text",
  opened_7d: "number",
  opened_last: "flag",
  days_installed: "number",
  notifications: "number",
  opened: "flag",
} as const;

/** Unlockings of the past, each with the apps that were installed and the one that was opened. */
export function simulatePhones(unlocks: number, seed = 1): Table {
  const draws = rng({ seed, purpose: "next-app" });
  const phones = Array.from({ length: PHONES }, (_, n) => phoneOf(draws, n));
  const rows = Array.from({ length: unlocks }, (_, i) => {
    const phone = phones[draws.integer(PHONES)] as Phone;
    const at = START + Math.round((i * 60 * 24 * 42 * MINUTE) / unlocks);
    return unlocking(draws, { phone, at, share: i / unlocks, name: `u${i}` });
  });
  return tableOf(KINDS, rows.flat());
}

interface Unlocking {
  readonly phone: Phone;
  readonly at: number;
  readonly share: number;
  readonly name: string;
}

function unlocking(draws: Rng, { phone, at, share, name }: Unlocking): readonly Row[] {
  const context = contextOf(draws, at);
  const there = APPS.filter(({ from }) => share >= from);
  const candidates = there.map(({ app, category, from }) => {
    const recent = (phone.opened.get(app) ?? []).filter((time) => time > at - WEEK);
    phone.opened.set(app, recent);
    const notifications = draws.uniform() < 0.15 ? 1 + draws.integer(3) : 0;
    // What is new is tried out.
    const novelty = from > 0 ? 1.1 : 0;
    const want =
      pull(category, context) +
      (phone.taste.get(app) ?? 0) +
      0.7 * notifications +
      novelty +
      (phone.last === app ? 0.5 : 0);
    const days = Math.round((share - from) * 42) + (from > 0 ? 0 : 100);
    return {
      app,
      category,
      opened_7d: recent.length,
      opened_last: phone.last === app,
      days_installed: days,
      notifications,
      want,
    };
  });
  const past = { usual: mostOpened(candidates), last_app: phone.last === "" ? null : phone.last };
  const opened = drawn(
    draws,
    candidates.map(({ want }) => Math.exp(want)),
  );
  const chosen = (candidates[opened] as (typeof candidates)[number]).app;
  phone.opened.get(chosen)?.push(at);
  phone.last = chosen;
  const shared = { unlock: name, phone: phone.phone, unlocked_at: at, ...context, ...past };
  return candidates.map(({ want: _, ...one }, i): Row => ({ ...shared, ...one, opened: i === opened }));
}

function mostOpened(candidates: readonly { readonly app: string; readonly opened_7d: number }[]): string | null {
  const [most] = [...candidates].sort((a, b) => b.opened_7d - a.opened_7d);
  return most === undefined || most.opened_7d === 0 ? null : most.app;
}

/** The number of a share that a uniform draw falls on. */
function drawn(draws: Rng, weights: readonly number[]): number {
  let left = draws.uniform() * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [i, weight] of weights.entries()) {
    if (left < weight) return i;
    left -= weight;
  }
  return weights.length - 1;
}
