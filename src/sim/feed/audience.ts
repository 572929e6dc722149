import { clamp } from "../world/draws.ts";

/** What the feed remembers: by reader how patient and how tired each is, and how loud the authors have become. */
export interface Audience {
  /** Added to the log-odds of coming, by reader. */
  readonly patience: Float64Array;
  /** Taken from the log-odds of engaging, by reader. */
  readonly fatigue: Float64Array;
  /** What today's posts will add, by reader. */
  readonly mood: Float64Array;
  readonly shown: Float64Array;
  /** How much louder titles are than in the beginning, in standard deviations. */
  louder: number;
  /** Of today's posts: how many, how loud, and the same of those that were shown. */
  readonly posts: { all: number; allHeat: number; shown: number; shownHeat: number };
}

/** An annoyed reader forgets half of it in about three weeks, a tired one in two days. */
const PATIENCE_KEPT = 0.968;
const FATIGUE_KEPT = 0.7;
const TIRING = 0.03;
/** A share of the way to what is shown, a day. */
const COPYING = 0.02;

/** About two decisions a reader and day. */
const CASES_PER_READER = 2;

/** How many readers there are. */
export function readersOf(perDay: number): number {
  return Math.max(1, Math.round(perDay / CASES_PER_READER));
}

/** Everybody rested, nobody annoyed. */
export function newAudience({ perDay }: { readonly perDay: number }): Audience {
  const n = readersOf(perDay);
  const [patience, fatigue] = [new Float64Array(n), new Float64Array(n)];
  const [mood, shown] = [new Float64Array(n), new Float64Array(n)];
  return { patience, fatigue, mood, shown, louder: 0, posts: { all: 0, allHeat: 0, shown: 0, shownHeat: 0 } };
}

/** Overnight everybody sleeps over what they saw, and authors write more of what was shown. */
export function sleepOver({ patience, fatigue, mood, shown, posts, ...audience }: Audience, speed: number): number {
  for (let i = 0; i < patience.length; i++) {
    patience[i] = clamp(PATIENCE_KEPT * (patience[i] as number) + (mood[i] as number), -6, 1.5);
    fatigue[i] = FATIGUE_KEPT * (fatigue[i] as number) + TIRING * (shown[i] as number);
  }
  mood.fill(0);
  shown.fill(0);
  const gap = posts.shown === 0 ? 0 : posts.shownHeat / posts.shown - posts.allHeat / posts.all;
  Object.assign(posts, { all: 0, allHeat: 0, shown: 0, shownHeat: 0 });
  return clamp(audience.louder + COPYING * speed * gap, -1, 2);
}
