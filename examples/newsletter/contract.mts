import { contract, number, text, time } from "alidade";

/** One article that could have stood in one reader's newsletter, and for how many minutes it was read. */
export default contract({
  issue: text({ doc: "One letter to one reader; its rows are what competed for a place in it." }),
  reader: text({ personal: "identifier" }),
  sent_at: time(),
  interest: text({
    values: ["world", "sport", "culture", "science"],
    missing: 0.3,
    doc: "What the reader signed up for.",
  }),
  opened_30d: number({ integer: true, min: 0 }),
  article: text(),
  topic: text({ values: ["world", "sport", "culture", "science"] }),
  age_hours: number({ min: 0 }),
  length: number({ min: 0, unit: "words" }),
  clicks: number({ integer: true, min: 0, doc: "By everybody, so far." }),
  minutes: number({ min: 0, known: "after" }),
});
