import { importMalformed, importUnsupported } from "./errors.ts";

/** Longer texts do not fit into a string of every engine. */
const LONGEST = 2 ** 28;

/** The text of UTF-8 bytes, without its byte order mark. Throws `model.import-malformed` when it is not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string {
  if (bytes.length > LONGEST)
    throw importUnsupported({
      what: `A text of ${bytes.length} bytes`,
      supported: `texts of at most ${LONGEST} bytes`,
    });
  const units = new Uint16Array(bytes.length);
  let length = 0;
  for (let at = startOf(bytes); at < bytes.length; ) {
    const first = bytes[at] as number;
    if (first < 0x80) {
      units[length++] = first;
      at++;
      continue;
    }
    const size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    const point = pointOf(bytes.subarray(at, at + size), size);
    if (point > 0xffff) units[length++] = 0xd7c0 + (point >> 10);
    units[length++] = point > 0xffff ? 0xdc00 + (point & 0x3ff) : point;
    at += size;
  }
  return textOf(units.subarray(0, length));
}

function startOf(bytes: Uint8Array): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

const LEAST = [0, 0, 0x80, 0x800, 0x10000];

function pointOf(bytes: Uint8Array, size: number): number {
  const [first = 0] = bytes;
  let point = first & (0x7f >> size);
  for (const byte of bytes.subarray(1)) point = (byte & 0xc0) === 0x80 ? (point << 6) | (byte & 0x3f) : Number.NaN;
  const isPoint = point >= (LEAST[size] as number) && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
  if (bytes.length < size || first < 0xc2 || first > 0xf4 || !isPoint)
    throw importMalformed({ what: "a text is not UTF-8" });
  return point;
}

function textOf(units: Uint16Array): string {
  const parts: string[] = [];
  for (let start = 0; start < units.length; start += 8192)
    parts.push(String.fromCharCode(...units.subarray(start, start + 8192)));
  return parts.join("");
}
