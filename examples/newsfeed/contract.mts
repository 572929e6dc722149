import { contract, flag, number, text, time } from "alidade";

/** One suggested post that was shown to one reader of a social network, and what came of it. */
export default contract({
  reader: text({ personal: "identifier" }),
  device: text({ values: ["phone", "tablet", "desktop"] }),
  visits_30d: number({ integer: true, min: 0, max: 30 }),
  engagement_30d: number({ min: 0, max: 1, doc: "Share of the posts that this reader engaged with." }),
  follows_topic: flag(),
  topic: text({ values: ["sports", "music", "news", "food", "travel", "science"] }),
  format: text({ values: ["video", "photo", "text"] }),
  quality: number({ min: 0, max: 1, doc: "An editor's quick judgement." }),
  title_heat: number({ min: 0, max: 1, doc: "How loud the title is." }),
  author_followers: number({ integer: true, min: 0 }),
  hour: number({ integer: true, min: 0, max: 23, doc: "UTC." }),
  weekday: number({ integer: true, min: 0, max: 6, doc: "0 is Sunday." }),
  depth: number({ integer: true, min: 1, max: 20, doc: "1 for the first post of a visit." }),
  shown_at: time(),
  engaged: flag({ known: "after" }),
  pleased: flag({ known: "after", doc: "Engaged, and said that it was worth the while." }),
  violated: flag({ known: "after", missing: 0.7, doc: "Was reported within two days, and broke the rules." }),
});
