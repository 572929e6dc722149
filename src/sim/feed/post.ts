import { type Draws, logistic } from "../world/draws.ts";
import { type Reader, TOPICS } from "./reader.ts";

/** The traits of a post, standard normal: what an editor thinks of it, how loud its title is, how many follow its author. */
export const TRAITS = ["quality", "title_heat", "author_followers"] as const;

export const FORMATS = ["video", "photo", "text"] as const;

/** One post that may be shown. */
export interface Post {
  readonly topic: number;
  readonly format: number;
  /** Of {@link TRAITS}. */
  readonly traits: readonly number[];
}

/** What a reader meets a post with. */
export interface Meeting {
  readonly reader: Reader;
  readonly post: Post;
  /** How much of the same there has been lately. */
  readonly fatigue: number;
  readonly base: number;
  readonly concept: number;
}

/** What the odds of engaging depend on. */
interface Relation {
  readonly interest: number;
  readonly traits: readonly number[];
  readonly formats: readonly number[];
}

const USUAL: Relation = { interest: 0.8, traits: [0.45, 0.8, 0.1], formats: [0.3, 0.1, -0.4] };
/** When tastes have turned: long texts of good authors, and nobody falls for loud titles any more. */
const TURNED: Relation = { interest: 0.4, traits: [0.9, -0.5, -0.3], formats: [-0.5, 0, 0.7] };

/** The probability of an engagement if it is shown. */
export function engagementOf(meeting: Meeting): number {
  const { reader, fatigue, base, concept } = meeting;
  const old = oddsUnder(USUAL, meeting);
  const other = concept === 0 ? old : oddsUnder(TURNED, meeting);
  return logistic(-2.5 + base + 0.5 * reader.ease - fatigue + old + concept * (other - old));
}

function oddsUnder(relation: Relation, { reader, post }: Meeting): number {
  let odds = relation.interest * (reader.interests[post.topic] ?? 0) + (relation.formats[post.format] ?? 0);
  for (const [j, weight] of relation.traits.entries()) odds += weight * (post.traits[j] ?? 0);
  return odds;
}

/** The probability that a post breaks the rules: loud ones of no quality do most. */
export function violationOf({ traits: [quality = 0, heat = 0] }: Pick<Post, "traits">): number {
  return logistic(-4.6 + 0.9 * heat - 0.5 * quality);
}

/** The probability that somebody who engaged says it was worth the while. */
export function satisfactionOf({ traits: [quality = 0, heat = 0] }: Pick<Post, "traits">): number {
  return logistic(0.8 + 1.2 * quality - 1 * heat);
}

/** What seeing it does to the log-odds of coming again: good posts please, loud ones annoy, and a broken rule is not forgotten. */
export function patienceOf(
  { quality, heat }: { readonly quality: number; readonly heat: number },
  isViolation: boolean,
): number {
  return 0.03 + 0.08 * quality - 0.17 * heat - (isViolation ? 0.4 : 0);
}

/** A post by lot, from authors who have become so much louder. */
export function drawPost(draws: Draws, louder: number, shift: Readonly<Record<string, number>>): Post {
  const topic = Math.floor(draws.uniform() * TOPICS.length);
  const format = Math.floor(draws.uniform() * FORMATS.length);
  const moved = [0, louder, 0];
  return { topic, format, traits: TRAITS.map((name, j) => draws.normal() + (moved[j] ?? 0) + (shift[name] ?? 0)) };
}
