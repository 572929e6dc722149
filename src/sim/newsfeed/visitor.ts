import { type Rng, rng } from "../../kernel/index.ts";
import { AGE_BANDS, type AgeBand, COUNTRIES, type Country, DEVICES, type Device, pick, TOPICS } from "./world.ts";

/** Someone who visits, with what the product sees of them and what it does not. */
export interface Visitor {
  readonly no: number;
  /** The entity: `v0000042`. */
  readonly id: string;
  readonly age: AgeBand;
  readonly country: Country;
  readonly device: Device;
  /** Opportunities in each of the visitor's sessions. */
  readonly sessionLength: number;
  /** Sessions a day, on average. Latent. */
  readonly activity: number;
  /** How readily the visitor engages with anything, standard normal. Latent. */
  readonly receptiveness: number;
  /** Interest in each topic of the world, in its order, about standard normal. Latent. */
  readonly interests: readonly number[];
  /** What the product knows. */
  readonly seen: {
    readonly age: AgeBand | null;
    readonly visits: number;
    /** Share of ordinary posts engaged with in the last 30 days; null for newcomers. */
    readonly engagement: number | null;
    readonly follows: readonly boolean[];
    /** Clicks per topic in the last 30 days; null for newcomers. */
    readonly clicks: readonly number[] | null;
  };
}

/** How far a year group leans towards each topic, in the order of the topics. */
const LEANINGS: Readonly<Record<AgeBand, readonly number[]>> = {
  "13-17": [0.2, 0.7, -0.8, -0.3, -0.4, 0.2, 0.3, -0.2],
  "18-24": [0.2, 0.5, -0.3, 0, 0.1, 0.1, 0.4, -0.1],
  "25-34": [0, 0.1, 0, 0.2, 0.4, 0.2, 0.1, 0],
  "35-49": [0, -0.2, 0.3, 0.3, 0.1, 0, -0.2, 0.1],
  "50+": [-0.1, -0.4, 0.7, 0.2, 0, -0.4, -0.5, 0.2],
};

/** Poisson (Knuth, TAOCP 3.4.1). Fit for small means. */
export function poisson(random: Rng, mean: number): number {
  const floor = Math.exp(-mean);
  let product = random.uniform();
  let count = 0;
  while (product > floor) {
    product *= random.uniform();
    count++;
  }
  return count;
}

function sees(random: Rng, latent: Omit<Visitor, "seen">): Visitor["seen"] {
  const newcomer = random.uniform() < 0.12;
  const habit = 1 / (1 + Math.exp(1.5 - 0.7 * latent.receptiveness - 0.35 * random.normal()));
  return {
    age: random.uniform() < 0.05 ? null : latent.age,
    visits: newcomer ? 0 : poisson(random, 30 * latent.activity),
    engagement: newcomer ? null : Math.round(habit * 1000) / 1000,
    follows: latent.interests.map((interest) => !newcomer && interest + 0.5 * random.normal() > 0.9),
    clicks: newcomer ? null : latent.interests.map((interest) => poisson(random, 1.5 * Math.exp(0.9 * interest))),
  };
}

/** The visitor of that number, the same whenever asked. */
export function visitorOf(seed: number, no: number): Visitor {
  const random = rng({ seed, unit: no, purpose: "newsfeed.visitor" });
  const age = pick(AGE_BANDS, random.uniform());
  const latent = {
    no,
    id: `v${String(no).padStart(7, "0")}`,
    age,
    country: pick(COUNTRIES, random.uniform()),
    device: pick(DEVICES, random.uniform()),
    sessionLength: 3 + random.integer(8),
    activity: Math.min(3, 0.28 * Math.exp(0.7 * random.normal())),
    receptiveness: random.normal(),
    interests: TOPICS.map((_, topic) => (LEANINGS[age][topic] ?? 0) + random.normal()),
  };
  return { ...latent, seen: sees(random, latent) };
}
