import { bodyNotJson } from "../wire/index.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** One JSON document in UTF-8. Throws `wire.body-not-json`, with the place where it stops being one. */
export function parseJson(bytes: Uint8Array): unknown {
  if (bytes.length === 0) throw bodyNotJson({ why: "It is empty." });
  const text = decode(bytes);
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw bodyNotJson({ why: place(text, thrown) }, thrown);
  }
}

/** The media type of one JSON document to a line. */
export const NDJSON = "application/x-ndjson";

/** One JSON document in each line that is not empty. Throws `wire.body-not-json`, with the line. */
export function parseLines(bytes: Uint8Array): readonly unknown[] {
  return decode(bytes)
    .split("\n")
    .flatMap((line, i) => {
      if (line.trim() === "") return [];
      try {
        return [JSON.parse(line) as unknown];
      } catch (thrown) {
        throw bodyNotJson({ why: `Line ${i + 1} is none.` }, thrown);
      }
    });
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
