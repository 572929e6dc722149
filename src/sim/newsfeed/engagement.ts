import type { Post } from "./post.ts";
import type { Visitor } from "./visitor.ts";
import { type AgeBand, type Device, type Format, TOPICS } from "./world.ts";

/** When, and how deep in the session. Hours and weekdays are the visitor's own (0 is midnight, 0 is Sunday). */
export interface Moment {
  readonly hour: number;
  readonly weekday: number;
  /** 1 for a session's first opportunity. */
  readonly depth: number;
}

const FORMAT_ON: Readonly<Record<Device, Readonly<Record<Format, number>>>> = {
  phone: { video: 0.45, photo: 0.15, text: -0.7 },
  tablet: { video: 0.3, photo: 0.3, text: -0.1 },
  desktop: { video: -0.45, photo: -0.1, text: 0.55 },
};

const VIDEO_AT_AGE: Readonly<Record<AgeBand, number>> = {
  "13-17": 0.6,
  "18-24": 0.35,
  "25-34": 0,
  "35-49": -0.25,
  "50+": -0.6,
};

/** Sets the overall rate of engagement when everything is shown near the break-even of the usual payoff, 1/9. */
const BASE = -1.72;

function taste(visitor: Visitor, post: Post): number {
  const interest = visitor.interests[post.topic] ?? 0;
  return 0.9 * interest * (0.35 + 1.3 * post.quality) + 2 * (post.quality - 0.5) + 0.6 * visitor.receptiveness;
}

function form(visitor: Visitor, post: Post): number {
  const generation = post.format === "video" ? VIDEO_AT_AGE[visitor.age] : 0;
  const foreign = post.language === visitor.country.language ? 0 : -1.5;
  return FORMAT_ON[visitor.device][post.format] + generation + foreign;
}

function standing(post: Post): number {
  const stale = (TOPICS[post.topic]?.staleness ?? 1) * (1 - Math.exp(-post.ageHours / 30));
  const fame = Math.log10(1 + post.followers) - 4.5;
  return -0.9 * stale - 0.12 * fame * fame;
}

function mood(post: Post, { hour, weekday, depth }: Moment): number {
  const evening = 0.3 * Math.cos((2 * Math.PI * (hour - 20)) / 24);
  const atWork = weekday >= 1 && weekday <= 5 && hour >= 9 && hour < 17;
  const fatigue = -0.14 * Math.min(depth - 1, 9);
  return evening + fatigue + (atWork && post.format === "video" ? -0.5 : 0);
}

/**
 * The probability that the visitor engages with the post if it is shown: a logistic curve over interest × quality,
 * format × device, format × age, language, staleness × topic, a hump in the author's fame, the hour, and fatigue.
 */
export function probabilityOf(visitor: Visitor, post: Post, moment: Moment): number {
  const logit = BASE + taste(visitor, post) + form(visitor, post) + standing(post) + mood(post, moment);
  return 1 / (1 + Math.exp(-logit));
}
