import type { Row } from "../../data/index.ts";
import { known, rng } from "../../kernel/index.ts";
import type { Case } from "../business.ts";
import { weekdayOf } from "../world/arrivals.ts";
import { type Draws, drawsFrom, logistic, placeOf } from "../world/draws.ts";
import { DAY, HOUR, type Today } from "../world/world.ts";
import { type Audience, readersOf } from "./audience.ts";
import { drawPost, engagementOf, FORMATS, type Post, satisfactionOf, violationOf } from "./post.ts";
import { pullOf, type Reader, readerOf, TOPICS } from "./reader.ts";

/** What nobody sees of a post in somebody's feed. */
export type FeedTruth = {
  /** That it is engaged with if shown, that who engaged is pleased, that it breaks the rules. */
  readonly engagement: number;
  readonly satisfaction: number;
  readonly violation: number;
  /** Each happens where its lot is below its probability. */
  readonly engagementLot: number;
  readonly satisfactionLot: number;
  readonly violationLot: number;
  /** Milliseconds until an engagement is told, and a broken rule. */
  readonly delay: number;
  readonly violationDelay: number;
  readonly reader: number;
  readonly quality: number;
  readonly heat: number;
};

const MINUTE = 60_000;
/** A visit has 3 to 8 posts, a minute apart, and is over within its hour. */
const [LEAST, MORE] = [3, 6];
const EACH = 32;
/** Shares of visits by hour, UTC. */
const HOURS = [2, 1, 1, 1, 1, 2, 4, 7, 8, 7, 6, 6, 8, 7, 6, 6, 7, 9, 11, 13, 14, 13, 9, 5].map((n) => n / 154);
/** By weekday, Sunday first. */
const WEEKDAYS = [1.15, 0.95, 0.93, 0.95, 0.97, 1, 1.1];

/** Somebody comes: when, and the lots of that visit. */
interface Visit {
  readonly no: number;
  readonly at: number;
  readonly posts: number;
  readonly draw: { at(n: number): number };
}

/** A day's cases, in order of time. Who comes was settled in the morning; a visit is over within its hour. */
export function* postsOn(today: Today<Audience>): Generator<Case<FeedTruth>> {
  for (const visits of visitsByHour(today)) yield* postsOf(today, visits);
}

function visitsByHour(today: Today<Audience>): readonly (readonly Visit[])[] {
  const hours: Visit[][] = HOURS.map(() => []);
  for (let no = 0; no < readersOf(today.perDay); no++) {
    const visit = visitOn(today, no);
    if (visit !== undefined) hours[Math.floor((visit.at % DAY) / HOUR)]?.push(visit);
  }
  return hours;
}

/** The posts that those see who come in one hour. */
function* postsOf(today: Today<Audience>, visits: readonly Visit[]): Generator<Case<FeedTruth>> {
  const readers = new Map(visits.map(({ no }) => [no, readerOf(today.seed, no)]));
  const steps = visits.flatMap((visit) =>
    Array.from({ length: visit.posts }, (_, step) => ({ visit, step, at: visit.at + step * MINUTE })),
  );
  steps.sort((a, b) => a.at - b.at || a.visit.no - b.visit.no);
  for (const step of steps)
    yield caseOf(today, { ...step, reader: known(readers.get(step.visit.no), "a reader of the hour") });
}

function visitOn({ seed, day, state, dials }: Today<Audience>, no: number): Visit | undefined {
  const draw = rng({ seed, unit: no, time: day, purpose: "feed.visit" });
  const draws = drawsFrom(draw, 0);
  const hour = placeOf(HOURS, draws.uniform());
  const at = day * DAY + hour * HOUR + Math.floor(draws.uniform() * (HOUR - 15 * MINUTE));
  const chance = logistic(pullOf(seed, no) + (state.patience[no] as number));
  const expected = chance * (WEEKDAYS[weekdayOf(day)] as number) * dials(at).traffic;
  if (draws.uniform() >= expected) return undefined;
  return { no, at, posts: LEAST + Math.floor(draws.uniform() * MORE), draw };
}

interface Meeting {
  readonly visit: Visit;
  readonly step: number;
  readonly at: number;
  readonly reader: Reader;
}

function caseOf({ state, day, dials }: Today<Audience>, { visit, step, at, reader }: Meeting): Case<FeedTruth> {
  const draws = drawsFrom(visit.draw, EACH * (1 + step));
  const { shift, base, concept } = dials(visit.at);
  const post = drawPost(draws, state.louder, shift);
  const fatigue = state.fatigue[visit.no] as number;
  const [quality = 0, heat = 0] = post.traits;
  const truth = {
    engagement: engagementOf({ reader, post, fatigue, base, concept }),
    satisfaction: satisfactionOf(post),
    violation: violationOf(post),
    ...lotsOf(draws),
    ...{ reader: visit.no, quality, heat },
  };
  const id = `post-${day.toString(36)}-${visit.no}-${step}`;
  return { id, at, entity: reader.id, given: givenOf({ reader, post, at, step }), truth };
}

/** Half of the engagements are told within 25 minutes, a broken rule after a day or two. */
function lotsOf(
  draws: Draws,
): Omit<FeedTruth, "engagement" | "satisfaction" | "violation" | "reader" | "quality" | "heat"> {
  return {
    engagementLot: draws.uniform(),
    satisfactionLot: draws.uniform(),
    violationLot: draws.uniform(),
    delay: Math.round(Math.min(7 * DAY, MINUTE + 25 * MINUTE * Math.exp(1.5 * draws.normal()))),
    violationDelay: Math.round((0.5 + 3 * draws.uniform()) * DAY),
  };
}

interface Seen {
  readonly reader: Reader;
  readonly post: Post;
  readonly at: number;
  readonly step: number;
}

function givenOf({ reader, post, at, step }: Seen): Row {
  const [quality = 0, heat = 0, followers = 0] = post.traits;
  return {
    reader: reader.id,
    device: reader.device,
    visits_30d: reader.visits,
    engagement_30d: reader.engagement,
    follows_topic: reader.follows[post.topic] ?? false,
    topic: TOPICS[post.topic] ?? null,
    format: FORMATS[post.format] ?? null,
    quality: Math.round(1_000 * logistic(quality)) / 1_000,
    title_heat: Math.round(1_000 * logistic(heat)) / 1_000,
    author_followers: Math.round(10 ** (3.5 + 0.8 * followers)),
    hour: Math.floor((at % DAY) / HOUR),
    weekday: weekdayOf(Math.floor(at / DAY)),
    depth: step + 1,
  };
}
