import { open } from "node:fs/promises";
import { constants, gunzipSync } from "node:zlib";
import type { CsvOptions } from "../../data/index.ts";

/** How a delimited text seems to be written, and why. */
export interface Sniffed {
  readonly delimiter: string;
  /** Lines before the table begins. */
  readonly skip: number;
  readonly trim: boolean;
  readonly header: boolean;
  /** The fields of the first line of the table. */
  readonly first: readonly string[];
}

const HEAD = 262_144;
const DELIMITERS = [",", ";", "\t", "|"] as const;
const RECORDS = 200;

/** The beginning of a file as text, unzipped; what is wrong with the file is for its reader to say. */
export async function headText(file: string): Promise<string> {
  const handle = await open(file).catch(() => undefined);
  if (handle === undefined) return "";
  try {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(HEAD), 0, HEAD, 0);
    const bytes = buffer.subarray(0, bytesRead);
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
    const text = new TextDecoder().decode(isGzip ? gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }) : bytes);
    return text.replace(/^\uFEFF/, "");
  } catch {
    return "";
  } finally {
    await handle.close();
  }
}

/** Guesses from the first records. `label` settles the header when it is one of the first line's fields. */
export function sniffCsv(text: string, label: string): Sniffed {
  const readings = DELIMITERS.map((delimiter) => readingOf(text, delimiter));
  const best = readings.reduce((a, b) => (b.weight > a.weight ? b : a));
  const { delimiter, records, width } = best;
  const skip = Math.max(
    0,
    records.findIndex((fields) => fields.length === width),
  );
  const [first = [], ...rest] = records.slice(skip);
  return {
    delimiter,
    skip,
    trim: isPadded(records, delimiter),
    header: isHeader(first, rest, label),
    first: first.map((f) => f.trim()),
  };
}

interface Reading {
  readonly delimiter: string;
  readonly records: readonly (readonly string[])[];
  /** The most frequent number of fields. */
  readonly width: number;
  readonly weight: number;
}

/** How well a delimiter fits: many fields, the same number in nearly every record. */
function readingOf(text: string, delimiter: string): Reading {
  const records = splitRecords(text, delimiter);
  const counts = new Map<number, number>();
  for (const { length } of records) counts.set(length, (counts.get(length) ?? 0) + 1);
  const [width, often] = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [0, 0];
  const share = often / Math.max(1, records.length);
  return { delimiter, records, width, weight: width < 2 ? 0 : share * share * Math.log2(width) };
}

/** Records of fields, quotes respected and taken off; empty lines are passed over, and so is a record that may be cut off. */
function splitRecords(text: string, delimiter: string): readonly (readonly string[])[] {
  const isWhole = text.length < HEAD / 4;
  const lines = splitOutsideQuotes(isWhole ? `${text}\n` : text, "\n").slice(0, -1);
  return lines
    .filter((line) => line.trim() !== "")
    .slice(0, RECORDS)
    .map((line) => splitOutsideQuotes(line.replace(/\r$/, ""), delimiter).map(unquoted));
}

function splitOutsideQuotes(text: string, separator: string): readonly string[] {
  const parts: string[] = [];
  let from = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"') isQuoted = !isQuoted;
    if (isQuoted || text[at] !== separator) continue;
    parts.push(text.slice(from, at));
    from = at + 1;
  }
  return [...parts, text.slice(from)];
}

function unquoted(field: string): string {
  return field.replace(/^"(.*)"$/s, "$1").replaceAll('""', '"');
}

/** `39, State-gov, 77516`: a space after nearly every delimiter. */
function isPadded(records: readonly (readonly string[])[], delimiter: string): boolean {
  if (delimiter === "\t") return false;
  const inner = records.flatMap((fields) => fields.slice(1)).filter((field) => field !== "");
  return inner.length > 0 && inner.filter((field) => /^ \S/.test(field)).length > inner.length * 0.8;
}

const NUMBER = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;

/** A header has no number in it, and names nothing that its columns hold as values. */
function isHeader(first: readonly string[], rest: readonly (readonly string[])[], label: string): boolean {
  const names = first.map((field) => field.trim());
  if (names.includes(label)) return true;
  if (names.some((name) => NUMBER.test(name))) return false;
  const repeats = names.filter((name, i) => name !== "" && rest.some((fields) => fields[i]?.trim() === name));
  return repeats.length < Math.max(1, names.length / 2);
}

/** The options of a source that reads what was sniffed; only what differs from the defaults. */
export function csvOptions(
  { delimiter, skip, trim, header, first }: Sniffed,
  chosen: { readonly columns?: readonly string[] | undefined; readonly noHeader: boolean },
): CsvOptions {
  const isHeaded = header && !chosen.noHeader;
  const columns = chosen.columns ?? (isHeaded ? undefined : first.map((_, i) => `c${i + 1}`));
  return {
    ...(delimiter === "," ? {} : { delimiter }),
    ...(skip === 0 ? {} : { skip }),
    ...(trim ? { trim } : {}),
    ...(isHeaded ? {} : { header: false }),
    ...(columns === undefined ? {} : { columns }),
  };
}
