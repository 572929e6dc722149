import type { Business, BusinessOptions, Case, Report } from "../business.ts";
import { openBusiness } from "../world/open.ts";
import { DAY, type World } from "../world/world.ts";
import { type Audience, newAudience, sleepOver } from "./audience.ts";
import { patienceOf, TRAITS } from "./post.ts";
import { type FeedTruth, postsOn } from "./visit.ts";

/** What an engagement brings, a post that nobody wanted costs, and a broken rule costs, in dollars. */
const ENGAGED = 0.08;
const IGNORED = -0.01;
const VIOLATED = -0.12;

const isEngaged = ({ engagement, engagementLot }: FeedTruth): boolean => engagementLot < engagement;
const isPleased = ({ satisfaction, satisfactionLot }: FeedTruth): boolean => satisfactionLot < satisfaction;
const isViolation = ({ violation, violationLot }: FeedTruth): boolean => violationLot < violation;

/** Of what was shown: an engagement, whether it was worth the while, and a broken rule. Nothing is told of what did not happen. */
function reportsOf({ id, at, truth }: Case<FeedTruth>, action: string): readonly Report[] {
  if (action !== "show") return [];
  const told = at + truth.delay;
  const reports: Report[] = [];
  if (isEngaged(truth)) {
    reports.push({ id, key: `${id}/engaged`, outcome: "engaged", value: true, at: told });
    reports.push({ id, key: `${id}/pleased`, outcome: "pleased", value: isPleased(truth), at: told });
  }
  if (isViolation(truth))
    reports.push({ id, key: `${id}/violated`, outcome: "violated", value: true, at: at + truth.violationDelay });
  return reports;
}

const world: World<FeedTruth, Audience> = {
  name: "feed",
  entity: "reader",
  kinds: Object.freeze({
    reader: "text",
    device: "text",
    visits_30d: "number",
    engagement_30d: "number",
    follows_topic: "flag",
    topic: "text",
    format: "text",
    quality: "number",
    title_heat: "number",
    author_followers: "number",
    hour: "number",
    weekday: "number",
    depth: "number",
  }),
  actions: { act: "show", otherwise: "skip" },
  outcomes: {
    engaged: { kind: "flag", within: "7d" },
    pleased: { kind: "flag", within: "7d" },
    violated: { kind: "flag", within: "7d" },
  },
  periodDefaults: { period: "1h", perDay: 4_000 },
  hasAdversaries: true,
  movable: TRAITS,
  begin: newAudience,
  day: postsOn,
  worth({ truth: { engagement, violation } }, action) {
    return action === "show" ? engagement * ENGAGED + (1 - engagement) * IGNORED + violation * VIOLATED : 0;
  },
  money({ truth }, action) {
    return action === "show" ? (isEngaged(truth) ? ENGAGED : IGNORED) + (isViolation(truth) ? VIOLATED : 0) : 0;
  },
  reports: reportsOf,
  react({ mood, shown, posts }, { truth }, action) {
    const { reader, quality, heat } = truth;
    posts.all++;
    posts.allHeat += heat;
    if (action !== "show") return;
    posts.shown++;
    posts.shownHeat += heat;
    shown[reader] = (shown[reader] as number) + 1;
    mood[reader] = (mood[reader] as number) + patienceOf({ quality, heat }, isViolation(truth));
  },
  night(audience, { day, dials }) {
    audience.louder = sleepOver(audience, dials(day * DAY).adversary);
  },
  past: {
    acts: 0.5,
    kinds: { shown: "flag", propensity: "number", engaged: "flag", pleased: "flag", violated: "flag" },
    row(one, action) {
      const shown = action === "show";
      const engaged = shown && isEngaged(one.truth);
      const known = {
        engaged,
        pleased: engaged ? isPleased(one.truth) : null,
        violated: shown && isViolation(one.truth),
      };
      return { shown, propensity: 0.5, ...known };
    },
  },
};

/**
 * A feed that shows a suggested post or leaves it out. A loud title is engaged with today and annoys: readers come back less,
 * tire of more of the same, and authors write what is shown. What earns most in a day does not in two months.
 */
export function feed(options: BusinessOptions): Business<FeedTruth> {
  return openBusiness(world, options);
}
