import type { Instant } from "../../../kernel/index.ts";
import type { Alert } from "../alert.ts";
import { alertLine, wordsOf } from "../words/line.ts";
import type { Telling } from "./channel.ts";

const HEADS: Readonly<Record<Telling["news"], string>> = {
  opened: "",
  reopened: "again: ",
  worse: "worse: ",
  escalated: "louder: ",
  ended: "over: ",
  test: "a test, nothing is wrong: ",
};

/** What is told of an alert's newest news; `quietMs` is after how long without a symptom it ends by itself. */
export function tellingOf(
  alert: Alert,
  {
    at,
    quietMs,
    news = alert.newest,
  }: { readonly at: Instant; readonly quietMs: number; readonly news?: Telling["news"] },
): Telling {
  const until = news === "ended" ? at : Math.max(at, alert.at) + quietMs;
  const line = `[${alert.level}] ${HEADS[news]}${alertLine(alert)} (${alert.id})`;
  return { alert, news, at, until, words: wordsOf(alert), line };
}
