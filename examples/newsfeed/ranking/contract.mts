import { contract, flag, number, text, time } from "alidade";

/** One post that competed for a place in one visitor's feed: whether it was clicked, how good it was found, and what reviewers said. */
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
  reports: number({ integer: true, min: 0, doc: "Visitors who reported it so far." }),
  removed: flag({ doc: "Whether a moderator took it down." }),
  clicked: flag({ known: "after" }),
  rating: number({ min: 0, max: 5, known: "after", doc: "What readers gave it; all who saw it are asked." }),
  violates: flag({ known: "after", doc: "Whether a reviewer found that it breaks the rules." }),
});
