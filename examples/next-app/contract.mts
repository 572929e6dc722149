import { contract, flag, number, text, time } from "alidade";

/** One app that could have been opened when somebody unlocked a phone, and whether it was. */
export default contract({
  unlock: text({ doc: "One unlocking of a phone; its rows are the apps that were installed on it." }),
  phone: text({ personal: "identifier" }),
  unlocked_at: time(),
  hour: number({ integer: true, min: 0, max: 23 }),
  weekend: flag(),
  place: text({ values: ["home", "work", "way"], missing: 0.1 }),
  headphones: flag(),
  usual: text({ missing: 0.3, doc: "The app that was opened most on this phone in the last seven days." }),
  last_app: text({ missing: 0.3, doc: "The app that was opened before this unlocking." }),
  app: text({ doc: "New ones appear every few weeks." }),
  category: text({ values: ["messages", "music", "maps", "news", "games", "camera", "work"] }),
  opened_7d: number({ integer: true, min: 0, doc: "How often it was opened on this phone in the last seven days." }),
  opened_last: flag({ doc: "Whether it was the app that was opened before this unlocking." }),
  days_installed: number({ integer: true, min: 0 }),
  notifications: number({ integer: true, min: 0, doc: "Waiting, unread." }),
  opened: flag({ known: "after" }),
});
