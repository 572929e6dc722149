import { contract, flag, number, time } from "alidade";

/** A moment at which a customer could be made an offer, and what came of it. */
export default contract({
  customer: number({ integer: true, min: 0 }),
  asked_at: time(),
  price: number({ min: 0 }),
  discount: number({ min: 0, max: 1 }),
  basket: number({ min: 0 }),
  minutes: number({ min: 0 }),
  pages: number({ integer: true, min: 0 }),
  tenure: number({ min: 0 }),
  distance: number({ min: 0, missing: 0.2 }),
  rating: number({ min: 0, max: 5, missing: 0.2 }),
  hour: number({ min: 0, max: 24 }),
  stock: number({ integer: true, min: 0 }),
  opened: flag({ known: "after" }),
  bought: flag({ known: "after" }),
  returned: flag({ known: "after" }),
});
