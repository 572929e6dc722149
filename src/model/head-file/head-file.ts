import { type Contract, contract, type Field, flag, number, text, time } from "../../data/index.ts";
import { type Node, readNode } from "../../features/index.ts";
import { canonical, isAlidadeError } from "../../kernel/index.ts";
import { decodeText, encodeText } from "../encode.ts";
import { headUnreadable, modelCorrupt, modelVersionNewer } from "../errors.ts";
import type { Model } from "../model.ts";
import { readChoice, readIndex, readJson, readRecord, readText, readTexts } from "../shape.ts";

const KIND = "alidade.head";
const VERSION = 1;

/** How the model's features come about: of what a caller gives, read under the contract. */
export interface HeadReading {
  readonly contract: Contract;
  /** Expressions over fields: without windows, and with nothing left to learn. */
  readonly features: Readonly<Record<string, Node>>;
}

/** A head by itself: all that it takes to score where there is neither a registry nor a system file. */
export interface PortableHead {
  readonly system: string;
  readonly head: string;
  /** Id of the model's version. */
  readonly id: string;
  readonly model: Model;
  /** Absent: callers give the features themselves. */
  readonly reading?: HeadReading;
}

/** A head as JSON. Of the contract only what reading a row takes goes along: no outcomes, no documentation. */
export function encodeHead({ system, head, id, model, reading }: PortableHead): string {
  const read = reading === undefined ? {} : { reading: encodeReading(reading) };
  return canonical({ kind: KIND, version: VERSION, system, head, id, model: encodeText(model), ...read });
}

function encodeReading({ contract: { fields, missingValues }, features }: HeadReading): object {
  const given = Object.entries(fields).filter(([, { known }]) => known === "before");
  return { fields: Object.fromEntries(given.map(([name, field]) => [name, bare(field)])), missingValues, features };
}

function bare(field: Field): object {
  const { doc: _doc, unit: _unit, personal: _personal, references: _references, ...rules } = field;
  return rules;
}

/** The head of what {@link encodeHead} wrote. Trusts nothing. Throws `model.head-unreadable`, `model.version-newer`. */
export function decodeHead(text: string): PortableHead {
  try {
    return readHead(text);
  } catch (thrown) {
    if (!isAlidadeError(thrown) || thrown.code === modelVersionNewer.code) throw thrown;
    const what = thrown.code === modelCorrupt.code ? String(thrown.data.what) : thrown.message.replace(/\.$/, "");
    throw headUnreadable({ what }, thrown);
  }
}

function readHead(text: string): PortableHead {
  const parts = readRecord(readJson(text), "the content");
  if (parts.kind !== KIND) throw modelCorrupt({ what: `the kind is not ${KIND}` });
  const version = readIndex(parts.version, "the version", [1, Number.POSITIVE_INFINITY]);
  if (version > VERSION) throw modelVersionNewer({ format: KIND, version, newest: VERSION });
  const model = decodeText(parts.model);
  return {
    system: readText(parts.system, "the system's name"),
    head: readText(parts.head, "the head's name"),
    id: readText(parts.id, "the id"),
    model,
    ...(parts.reading === undefined ? {} : { reading: readReading(parts.reading, model) }),
  };
}

function readReading(data: unknown, { signature }: Model): HeadReading {
  const parts = readRecord(data, "the reading");
  const fields = Object.entries(readRecord(parts.fields, "the fields")).map(([name, field]) => [
    name,
    readField(field),
  ]);
  const made: Contract = contract(Object.fromEntries(fields), {
    missingValues: readTexts(parts.missingValues, "the texts for what is missing"),
  });
  const kinds = new Map(Object.entries(made.fields).map(([name, { kind }]) => [name, kind]));
  const nodes = Object.entries(readRecord(parts.features, "the features"));
  const features = new Map(nodes.map(([name, node]) => [name, readNode(node, kinds)]));
  const lacking = signature.features.find(({ name }) => !features.has(name));
  if (lacking !== undefined)
    throw modelCorrupt({ what: `nothing makes the model's feature ${JSON.stringify(lacking.name)}` });
  return { contract: made, features: Object.fromEntries(features) };
}

/** As a contract file would have made it: the options are checked on the way. */
const MAKERS: Readonly<Record<Field["kind"], (options: object) => Field>> = { number, text, flag, time };

function readField(data: unknown): Field {
  const { kind, ...options } = readRecord(data, "a field");
  return MAKERS[readChoice(kind, "a field's kind", ["number", "text", "flag", "time"])](options);
}
