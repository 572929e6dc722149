import { contract, csv, number, stream, text, time } from "alidade";

const visit = contract({
  visit: text({ doc: "Its own id: a telephone that is not sure whether a visit arrived sends it again." }),
  subscriber: text({ pattern: "s[0-9]+", personal: "identifier" }),
  started_at: time(),
  received_at: time({ doc: "A telephone without a network sends its visits days later." }),
  minutes: number({ min: 0, max: 1_440, unit: "min" }),
  device: text({ values: ["phone", "tablet", "television", "browser"] }),
});

const ticket = contract(
  {
    ticket: text({ unique: true }),
    subscriber: text({ pattern: "s[0-9]+", personal: "identifier" }),
    dated: time({ doc: "The day of the first contact, whenever the ticket was filed." }),
    filed_at: time(),
    topic: text({ values: ["billing", "technical", "question"] }),
  },
  {
    rules: [
      {
        name: "no-news-from-the-future",
        because: "nothing is filed before it happened",
        must: { field: "filed_at", atLeast: { field: "dated" } },
      },
    ],
  },
);

/** How the service was used. An event that is sent twice counts once, by its id. */
export const visits = stream({
  contract: visit,
  source: csv("churn-visits.csv", { lookIn: ["../../.cache/examples"] }),
  entity: "subscriber",
  time: "started_at",
  knownAt: "received_at",
  id: "visit",
});

/** What subscribers asked and complained about. Where nothing says when it was known, `delay: "1d"` would say how late. */
export const tickets = stream({
  contract: ticket,
  source: csv("churn-tickets.csv", { lookIn: ["../../.cache/examples"] }),
  entity: "subscriber",
  time: "dated",
  knownAt: "filed_at",
  id: "ticket",
});
