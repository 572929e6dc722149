import type { Telling } from "../../../watch/index.ts";
import { clip } from "../clip.ts";

/** Who writes to whom. */
export interface Envelope {
  readonly from: string;
  readonly to: readonly string[];
}

const HEADS: Readonly<Record<Telling["news"], string>> = {
  opened: "",
  reopened: "again: ",
  worse: "worse: ",
  escalated: "louder: ",
  ended: "over: ",
  test: "test, nothing is wrong: ",
};
const SUBJECT = 200;
const PART = 4_000;

/**
 * What is told as a mail: RFC 5322 with RFC 2047's encoded words. Every word of the data is encoded, so none of it can become a
 * header. Mails about one alert are one thread.
 */
export function mailText({ alert, news, at, words }: Telling, { from, to }: Envelope): string {
  const thread = `<${alert.id}@${domainOf(from)}>`;
  const headers = [
    `From: Alidade <${from}>`,
    `To: ${to.join(",\r\n ")}`,
    `Subject: ${encodedWords(clip(`[${alert.level}] ${alert.system}: ${HEADS[news]}${words.what}`, SUBJECT))}`,
    `Date: ${new Date(at).toUTCString().replace("GMT", "+0000")}`,
    `Message-ID: ${news === "opened" ? thread : `<${alert.id}.${alert.news}.${news}@${domainOf(from)}>`}`,
    ...(news === "opened" ? [] : [`References: ${thread}`]),
    "Auto-Submitted: auto-generated",
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: base64",
  ];
  const body = Buffer.from(bodyOf({ alert, words }), "utf8").toString("base64");
  return `${headers.join("\r\n")}\r\n\r\n${(body.match(/.{1,76}/g) ?? []).join("\r\n")}`;
}

function bodyOf({ alert, words }: Pick<Telling, "alert" | "words">): string {
  const signs = alert.symptoms.slice(0, SIGNS).map(({ says }) => `  - ${clip(says, SUBJECT)}`);
  return [
    `${clip(words.what, PART)}`,
    `${words.since}; ${words.harm}`,
    "",
    `Likely: ${clip(words.likely, PART)}`,
    "",
    "Next:",
    ...alert.next.map((step) => `  ${clip(step, PART)}`),
    "",
    `Signs (${alert.count}):`,
    ...signs,
    "",
    `alidade alerts ack ${alert.id}`,
    "",
  ].join("\n");
}

const SIGNS = 10;

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf("@") + 1);
}

/** RFC 2047: words of at most 75 characters, none of which splits a character. */
function encodedWords(text: string): string {
  const words: string[] = [];
  let part = "";
  for (const character of text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")) {
    if (Buffer.byteLength(part + character) > ENCODED) {
      words.push(part);
      part = "";
    }
    part += character;
  }
  return [...words, part].map((word) => `=?utf-8?B?${Buffer.from(word, "utf8").toString("base64")}?=`).join("\r\n ");
}

/** Bytes whose base64 leaves room for the marks around it. */
const ENCODED = 45;
