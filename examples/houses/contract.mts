import { contract, flag, number, text } from "alidade";

/** A house that was put up for sale, and what it was sold for. */
export default contract({
  house: text(),
  district: text({ values: ["centre", "river", "hill", "station", "outskirts"] }),
  area: number({ min: 20, max: 400, unit: "m²" }),
  rooms: number({ integer: true, min: 1, max: 12 }),
  built: number({ integer: true, min: 1850, max: 2026 }),
  garden: flag(),
  last_estimate: number({ min: 0, unit: "USD", missing: 0.4, doc: "Somebody's guess, years ago." }),
  price: number({ min: 0, unit: "USD", known: "after" }),
});
