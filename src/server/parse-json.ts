import { bodyNotJson, bodyTooDeep } from "../wire/index.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true });

const encoder = new TextEncoder();

/** No request of ours needs a tenth of it. */
const DEEPEST = 64;

/** One JSON document in UTF-8. Throws `wire.body-not-json`, with the place where it stops being one; `wire.body-too-deep`. */
export function parseJson(bytes: Uint8Array): unknown {
  if (bytes.length === 0) throw bodyNotJson({ why: "It is empty." });
  if (!isShallow(bytes)) throw bodyTooDeep({ limit: DEEPEST });
  const text = decode(bytes);
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw bodyNotJson({ why: place(text, thrown) }, thrown);
  }
}

/** The media type of one JSON document to a line. */
export const NDJSON = "application/x-ndjson";

/** One JSON document in each line that is not empty. Throws `wire.body-not-json`, `wire.body-too-deep`, with the line. */
export function parseLines(bytes: Uint8Array): readonly unknown[] {
  return decode(bytes)
    .split("\n")
    .flatMap((line, i) => {
      if (line.trim() === "") return [];
      if (!isShallow(encoder.encode(line))) throw bodyTooDeep({ limit: DEEPEST, line: i + 1 });
      try {
        return [JSON.parse(line) as unknown];
      } catch (thrown) {
        throw bodyNotJson({ why: `Line ${i + 1} is none.` }, thrown);
      }
    });
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Whether lists and objects lie within each other no deeper than they may; what is no JSON is for the parser to refuse. */
function isShallow(bytes: Uint8Array): boolean {
  let depth = 0;
  let isText = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    if (byte === QUOTE) isText = !isText;
    else if (isText) i += byte === BACKSLASH ? 1 : 0;
    // `[` and `{` are one bit apart, and so are `]` and `}`.
    else if ((byte & 0xdf) === 0x5b && ++depth > DEEPEST) return false;
    else if ((byte & 0xdf) === 0x5d) depth--;
  }
  return true;
}

function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch (thrown) {
    throw bodyNotJson({ why: "It holds bytes that are not UTF-8." }, thrown);
  }
}

/** The engine tells either an offset, which people want as line and column, or the surroundings. */
function place(text: string, thrown: unknown): string {
  const message = String(thrown);
  const offset = /at position (\d+)/.exec(message)?.[1];
  if (offset !== undefined) {
    const lines = text.slice(0, Number(offset)).split("\n");
    return `It stops being that at line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}.`;
  }
  const [, token, near] = /Unexpected token '(.+?)', (.*) is not valid JSON$/s.exec(message) ?? [];
  return token === undefined ? "It ends too early." : `There is an unexpected ${token} near ${near}.`;
}
