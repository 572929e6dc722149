import { contract, number, text } from "alidade";

/** A product that a seller offers, and the shelf on which an editor put it. */
export default contract({
  product: text(),
  seller: text(),
  title: text({ doc: "In lower case." }),
  price: number({ min: 0, unit: "USD" }),
  weight: number({ min: 0, unit: "kg", missing: 0.2 }),
  shelf: text({ known: "after", doc: "A path, coarse first: fashion > shoes." }),
});
