import { contract, number, text, time } from "alidade";

/** One message that somebody wrote to a company, and the department that solved it in the end. */
export default contract({
  ticket: text({ personal: "identifier" }),
  customer: text({ personal: "identifier" }),
  plan: text({ values: ["free", "basic", "business"] }),
  channel: text({ values: ["mail", "chat", "form"] }),
  subject: text({ doc: "In lower case." }),
  words: number({ integer: true, min: 1, doc: "Of the whole message." }),
  written_at: time(),
  solved_by: text({ values: ["billing", "technical", "sales", "account"], known: "after" }),
});
