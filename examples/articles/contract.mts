import { contract, flag, number, text } from "alidade";

/** An article of a newspaper, and the topics that an editor gave it: none, one or several. */
export default contract({
  article: text(),
  author: text(),
  headline: text({ doc: "In lower case." }),
  words: number({ integer: true, min: 1 }),
  numbers: number({ integer: true, min: 0, doc: "Figures in the text." }),
  tech: flag({ known: "after" }),
  finance: flag({ known: "after" }),
  sport: flag({ known: "after" }),
});
