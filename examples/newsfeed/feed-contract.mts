import { contract, flag, number, text, time } from "alidade";

/** One post that competed for a place in one visitor's feed: whether it was clicked, and for how many minutes it was read. */
export default contract({
  request: text({ doc: "One opening of the feed; its rows are what competed for a place in it." }),
  visitor: text({ personal: "identifier" }),
  opened_at: time(),
  interest: text({ values: ["sports", "music", "news", "science"], missing: 0.4, doc: "The topic read most so far." }),
  visits_30d: number({ integer: true, min: 0 }),
  topic: text({ values: ["sports", "music", "news", "science"] }),
  teaser: number({ min: 0, max: 1, doc: "How much the headline promises, judged by its words." }),
  depth: number({ min: 0, max: 1, doc: "How much there is to read: sources, figures, length." }),
  age_hours: number({ min: 0 }),
  clicked: flag({ known: "after" }),
  minutes: number({ min: 0, known: "after", doc: "0 where it was not clicked." }),
});
