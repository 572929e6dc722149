import { contract, flag, number, text, time } from "alidade";

/** One suggested post that was shown to one visitor of a social network, and whether the visitor engaged with it. */
export default contract({
  visitor_id: text({ personal: "identifier" }),
  age_band: text({ missing: 0.15, values: ["13-17", "18-24", "25-34", "35-49", "50+"], personal: "age" }),
  country: text({ values: ["US", "BR", "GB", "DE", "ES", "JP"] }),
  device: text({ values: ["phone", "tablet", "desktop"] }),
  visits_30d: number({ integer: true, min: 0, max: 400 }),
  engagement_30d: number({ min: 0, max: 1, missing: 0.3, doc: "Share of posts engaged with; missing for newcomers." }),
  follows_topic: flag(),
  topic_clicks_30d: number({ integer: true, min: 0, missing: 0.3, doc: "Missing for newcomers." }),
  post_topic: text({ values: ["sports", "music", "news", "food", "travel", "technology", "fashion", "science"] }),
  post_format: text({ values: ["video", "photo", "text"] }),
  post_quality: number({ min: 0, max: 1, doc: "An editor's quick judgement." }),
  post_age_hours: number({ min: 0, unit: "hours" }),
  author_followers: number({ integer: true, min: 0, missing: 0.2, doc: "Missing when the author hides it." }),
  post_language: text({ values: ["en", "pt", "de", "es", "ja"] }),
  hour: number({ integer: true, min: 0, max: 23, doc: "On the visitor's clock." }),
  weekday: number({ integer: true, min: 0, max: 6, doc: "0 is Sunday." }),
  session_depth: number({ integer: true, min: 1, max: 50, doc: "1 for the first post of a session." }),
  request_token: text({ doc: "Random; means nothing, so no feature reads it." }),
  shown_at: time(),
  engaged: flag({ known: "after" }),
});
