import type { Telling } from "../../watch/index.ts";
import { clip } from "./clip.ts";

/** A message as Slack's incoming webhooks take it; Mattermost and Rocket.Chat read its `text`. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly unknown[];
}

const HEADS: Readonly<Record<Telling["news"], string>> = {
  opened: "",
  reopened: "Again: ",
  worse: "Worse: ",
  escalated: "Louder: ",
  ended: "Over: ",
  test: "Test, nothing is wrong: ",
};
const SIGNS: Readonly<Record<Telling["alert"]["level"], string>> = { page: "🔴", warning: "🟠", notice: "🔵" };

/** Limits of Slack's blocks: https://docs.slack.dev/reference/block-kit/blocks */
const HEADER = 150;
const SECTION = 3_000;
const TEXT = 4_000;

/** What is told, as text for those who see no blocks, and as blocks. */
export function slackMessage({ alert, news, words, line }: Telling): SlackMessage {
  const sign = news === "ended" ? "🟢" : SIGNS[alert.level];
  const facts = [`*System* ${escaped(alert.system)}`, `*Level* ${alert.level}`, `*Harm* ${escaped(words.harm)}`];
  return {
    text: clip(escaped(`${sign} ${line}`), TEXT),
    blocks: [
      {
        type: "header",
        text: { type: "plain_text", text: clip(`${sign} ${HEADS[news]}${words.what}`, HEADER), emoji: true },
      },
      section([escaped(words.what), `${facts.join("   ")}   ${words.since}`].join("\n")),
      section(`*Likely* ${escaped(words.likely)}`),
      section(`*Next*\n${alert.next.slice(0, STEPS).map(code).join("\n")}`),
      { type: "context", elements: [{ type: "mrkdwn", text: `${alert.id} · \`alidade alerts ack ${alert.id}\`` }] },
    ],
  };
}

const STEPS = 5;

function section(text: string): unknown {
  return { type: "section", text: { type: "mrkdwn", text: clip(text, SECTION) } };
}

/** The three characters that Slack reads as its own; so no name in the data can mention a channel or make a link. */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function code(text: string): string {
  return `\`${escaped(text).replaceAll("`", "'")}\``;
}
