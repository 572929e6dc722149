import type { Cell, Row } from "../../data/index.ts";
import { rng } from "../../kernel/index.ts";
import { type Moment, probabilityOf } from "./engagement.ts";
import { drawPost, type Post } from "./post.ts";
import type { Visitor } from "./visitor.ts";
import { TOPICS } from "./world.ts";

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** A chance to show one suggested post to one visitor. */
export interface Opportunity {
  readonly visitorNo: number;
  /** Counts a visitor's opportunities within one day (UTC), from 0. */
  readonly sequenceNo: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The visitor's id. */
  readonly entity: string;
  /** What the product sees when it decides. */
  readonly given: Row;
  /** What nobody sees: the probability of engaging if shown, and whether this visitor would, this time. */
  readonly truth: { readonly probability: number; readonly engagedIfShown: boolean };
}

/** Where an opportunity is in a visitor's life. */
export interface Place {
  readonly sequenceNo: number;
  readonly at: number;
}

function momentOf(visitor: Visitor, { sequenceNo, at }: Place): Moment {
  const local = new Date(at + visitor.country.utcOffset * HOUR);
  return { hour: local.getUTCHours(), weekday: local.getUTCDay(), depth: 1 + (sequenceNo % visitor.sessionLength) };
}

function givenOf(visitor: Visitor, post: Post, moment: Moment): Record<string, Cell> {
  const { seen } = visitor;
  return {
    visitor_id: visitor.id,
    age_band: seen.age,
    country: visitor.country.code,
    device: visitor.device,
    visits_30d: seen.visits,
    engagement_30d: seen.engagement,
    follows_topic: seen.follows[post.topic] ?? false,
    topic_clicks_30d: seen.clicks?.[post.topic] ?? null,
    post_topic: TOPICS[post.topic]?.value ?? null,
    post_format: post.format,
    post_quality: post.seen.quality,
    post_age_hours: post.ageHours,
    author_followers: post.seen.followers,
    post_language: post.language,
    hour: moment.hour,
    weekday: moment.weekday,
    session_depth: moment.depth,
  };
}

/** The opportunity at that place: a pure function of its arguments, whatever was asked before. */
export function opportunityOf(seed: number, visitor: Visitor, place: Place): Opportunity {
  const unit = `${visitor.no}/${place.sequenceNo}`;
  const random = rng({ seed, unit, time: place.at, purpose: "newsfeed.opportunity" });
  const post = drawPost(random, visitor.country);
  const moment = momentOf(visitor, place);
  const probability = probabilityOf(visitor, post, moment);
  const given = givenOf(visitor, post, moment);
  given.request_token = random.integer(2 ** 32).toString(36);
  const truth = { probability, engagedIfShown: random.uniform() < probability };
  return { visitorNo: visitor.no, ...place, entity: visitor.id, given, truth };
}

/**
 * Milliseconds from showing until an engagement is known: lognormal with a median of 25 minutes, one in a hundred
 * later than a day; at least a minute, at most 7 days.
 */
export function outcomeDelayOf(seed: number, { visitorNo, sequenceNo, at }: Opportunity): number {
  const random = rng({ seed, unit: `${visitorNo}/${sequenceNo}`, time: at, purpose: "newsfeed.delay" });
  const delay = 25 * MINUTE * Math.exp(1.8 * random.normal());
  return Math.round(Math.min(7 * 24 * HOUR, Math.max(MINUTE, delay)));
}
