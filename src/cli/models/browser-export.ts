import { basename } from "node:path";
import { contractId } from "../../data/index.ts";
import { fieldsOf, inputsOf, windowsOf } from "../../features/index.ts";
import { defineError, type ErrorConstructor } from "../../kernel/index.ts";
import { decodeModel, encodeHead, type HeadReading, type Model, partsOf } from "../../model/index.ts";
import type { LoadedModel, ModelVersion } from "../../registry/index.ts";
import { commandLine, type Document, formatBytes, list } from "../../report/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { featuresHash } from "../../train/index.ts";
import { modelElsewhere } from "./explain-model.ts";

interface Unreadable {
  readonly id: string;
  readonly why: string;
}

export const notForBrowser: ErrorConstructor<Unreadable> = defineError("cli.input.not-for-browser", {
  headline: "Features that a page cannot make",
  message: ({ id, why }: Unreadable) => `A page can make the features of ${id} only as it was trained. ${why}.`,
  hint: () => "Without `--system` the file holds the model alone, and the page gives it the features itself.",
});

/** A head for pages. */
export interface BrowserExport {
  /** JSON. */
  readonly text: string;
  /** What somebody should know who makes it public, each in a sentence. */
  readonly remarks: readonly string[];
  /** Names of what a page gives: the contract's fields that the features read, or the features. */
  readonly gives: readonly string[];
}

/** A head as JSON for pages; with a system, what it takes to make its features of the contract's fields. */
export function exportForBrowser({ version, bytes }: LoadedModel, system: SystemDefinition | undefined): BrowserExport {
  // Without a foreign runtime, as in a page: what cannot be scored there is refused here.
  const model = decodeModel(bytes);
  const { system: owner, head, id } = version;
  const all = { system: owner, head, id, model };
  const remarks = remarksOn(model);
  if (system === undefined)
    return { text: encodeHead(all), remarks, gives: model.signature.features.map(({ name }) => name) };
  const reading = readingOf(version, system);
  const gives = [...new Set(Object.values(reading.features).flatMap(fieldsOf))];
  return { text: encodeHead({ ...all, reading }), remarks, gives };
}

const HOLDS: Readonly<Record<string, string>> = {
  neighbours: "It holds rows that it learned from: whoever opens the page can read them.",
  factors: "It names the users and items that it learned from: whoever opens the page can read them.",
};

function remarksOn(model: Model): readonly string[] {
  const formats = new Set(formatsIn(model));
  return Object.entries(HOLDS).flatMap(([format, remark]) => (formats.has(format) ? [remark] : []));
}

function formatsIn(model: Model): readonly string[] {
  return [model.format, ...partsOf(model).flatMap((part) => formatsIn(part.model))];
}

function readingOf({ id, system: owner, head: name, lineage }: ModelVersion, system: SystemDefinition): HeadReading {
  if (owner !== system.name) throw modelElsewhere({ id, owner, given: system.name });
  const refuse = (why: string): never => {
    throw notForBrowser({ id, why });
  };
  const { [name]: head } = system.heads;
  if (head === undefined) return refuse(`The file declares no head \`${name}\``);
  if (featuresHash(system, head) !== lineage.code.features || contractId(system.contract) !== lineage.code.contract)
    return refuse("The file declares other features, another label or another contract by now");
  const features = inputsOf(system.features);
  const asked = Object.entries(features).find(([, node]) => windowsOf(node).length > 0);
  if (asked !== undefined) return refuse(`\`${asked[0]}\` looks back on events, which the server alone has`);
  return { contract: system.contract, features };
}

interface Written extends Pick<BrowserExport, "gives" | "remarks"> {
  readonly model: string;
  readonly file: string;
  readonly bytes: number;
}

/** What was written, and how a page opens it. */
export function browserDocument({ model, file, bytes, gives, remarks }: Written): Document {
  return {
    title: `${model} as ${file}`,
    summary: [`Written: ${file}, ${formatBytes(bytes)}. In a page it answers what the server answers.`, ...remarks],
    sections: [
      { title: "A page gives it", blocks: [list(gives)] },
      {
        title: "Open it",
        blocks: [
          commandLine('import { openHead } from "alidade/browser";'),
          commandLine(`const head = openHead(await (await fetch("${basename(file)}")).text());`),
        ],
      },
    ],
  };
}
