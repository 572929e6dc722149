import { type Column, type Table, takeRows } from "../../data/index.ts";
import { modelCorrupt } from "../errors.ts";
import { defineFormat, type Model, type ModelFormat } from "../model.ts";
import { type KeyPart, lazyPart, type PartitionedBody } from "../partitioned/body.ts";
import { findPartOfRow, findParts } from "../partitioned/lookup.ts";
import { readChoice, readList, readRecord, readText, readTexts } from "../shape.ts";
import { columnsFor } from "../signature.ts";

/**
 * A model for each key that is better off with its own, and a parent for all others. A part's bytes are read when its key
 * first turns up, so a damaged one is found then.
 */
export const partitioned: ModelFormat<PartitionedBody> = defineFormat<PartitionedBody>({
  name: "partitioned",
  version: 1,
  scoreRaw(model, table, scorePart) {
    const columns = columnsFor(model, table);
    const keyColumns = model.body.by.map((name) => columnNamed(model, columns, name));
    const parts = findParts(model.body, keyColumns, table.rows);
    const whole = { rows: table.rows, columns };
    const first = parts[0];
    if (parts.every((part) => part === first))
      return scorePart(modelOf(model.body, first), seenBy(first, whole, model.body));
    return inGroups(model, { whole, parts }, scorePart);
  },
  rowScorer({ body }, scorerOf) {
    const parent = scorerOf(body.parent);
    return (row, out) => {
      const part = findPartOfRow(body, row);
      if (part === undefined) parent(row, out);
      else scorerOf(part.model())(row, out);
    };
  },
  encode: ({ by, parent, parts }, encodePart) => ({
    by,
    parent: encodePart(parent),
    parts: parts.map(({ key, text, model }) => ({ key, model: text ?? encodePart(model()) })),
  }),
  decode(data, { signature }, decodePart) {
    const { by, parent, parts } = readRecord(data, "the body");
    const features = signature.features.map(({ name }) => name);
    const names = readList(by, "the key's features", (name, what) => readChoice(name, what, features));
    return {
      by: names,
      parent: decodePart(parent),
      parts: readList(parts, "the parts", (item) => readPart(item, names.length, decodePart)),
    };
  },
  importance: ({ body }, importanceOf) => importanceOf(body.parent),
});

interface Asked {
  readonly whole: Table;
  /** Row → its part. */
  readonly parts: readonly (KeyPart | undefined)[];
}

function inGroups(
  { body, signature }: Model<PartitionedBody>,
  { whole, parts }: Asked,
  scorePart: (part: Model, table: Table) => Float64Array,
): Float64Array {
  const groups = new Map<KeyPart | undefined, number[]>();
  parts.forEach((part, row) => {
    const rows = groups.get(part);
    if (rows === undefined) groups.set(part, [row]);
    else rows.push(row);
  });
  const width = Math.max(1, signature.classes.length);
  const scores = new Float64Array(whole.rows * width);
  for (const [part, rows] of groups) {
    const own = scorePart(modelOf(body, part), takeRows(seenBy(part, whole, body), rows));
    rows.forEach((row, i) => {
      scores.set(own.subarray(i * width, (i + 1) * width), row * width);
    });
  }
  return scores;
}

function modelOf(body: PartitionedBody, part: KeyPart | undefined): Model {
  return part === undefined ? body.parent : part.model();
}

/** Without the columns that are the same for all of a key's rows: its model has not learned from them. */
function seenBy(part: KeyPart | undefined, { rows, columns }: Table, { by }: PartitionedBody): Table {
  if (part === undefined) return { rows, columns };
  const used = by.slice(0, part.key.length);
  return { rows, columns: columns.filter(({ name }) => !used.includes(name)) };
}

function columnNamed({ signature }: Model, columns: readonly Column[], wanted: string): Column {
  return columns[signature.features.findIndex(({ name }) => name === wanted)] as Column;
}

function readPart(data: unknown, levels: number, decodePart: (text: unknown) => Model): KeyPart {
  const part = readRecord(data, "a part");
  const key = readTexts(part.key, "a part's key");
  if (key.length < 1 || key.length > levels) throw modelCorrupt({ what: `a part's key has ${key.length} values` });
  return lazyPart(key, readText(part.model, "a part's model"), decodePart);
}
