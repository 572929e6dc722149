import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { AlidadeError, didYouMean, isAlidadeError, messageOf } from "../../kernel/index.ts";
import { systemExportMissing, systemFailed, systemImportMissing, systemSyntax } from "../load-system-errors.ts";
import { EXPORTED } from "./exported-names.ts";
import { drawSyntaxPlace, syntaxPlaceOf } from "./syntax-place.ts";

interface Loaded {
  /** Absolute. */
  readonly file: string;
  /** As the user may see a path. */
  shown(file: string): string;
}

/** What a failed import means for the person who wrote the file. */
export async function explainImport(thrown: unknown, loaded: Loaded): Promise<unknown> {
  const line = lineOf(thrown, loaded);
  const place = line ?? loaded.shown(loaded.file);
  if (isAlidadeError(thrown)) return placed(thrown, place);
  const { code } = (thrown ?? {}) as { readonly code?: unknown };
  const words = sentenceOf(thrown, loaded);
  if (code === "ERR_MODULE_NOT_FOUND") return systemImportMissing({ file: place, words }, thrown);
  if (thrown instanceof SyntaxError && isOfLoading(thrown)) return await explainSyntax(thrown, loaded);
  return systemFailed({ file: place, words }, thrown);
}

/** Node raises it while it reads a module; what a file itself raises, as by `JSON.parse`, comes from elsewhere. */
function isOfLoading({ stack = "" }: SyntaxError): boolean {
  const [first = ""] = /^ +at .*$/m.exec(stack) ?? [];
  return first.includes("node:internal/");
}

async function explainSyntax(thrown: SyntaxError, loaded: Loaded): Promise<unknown> {
  const place = await syntaxPlaceOf(thrown, pathToFileURL(loaded.file).href);
  const file =
    place === undefined
      ? loaded.shown(loaded.file)
      : `${loaded.shown(pathOf(place.url))}:${place.line}:${place.column}`;
  const shown = place === undefined ? undefined : drawSyntaxPlace(place);
  const [, module, name] =
    /^The requested module '(.+)' does not provide an export named '(.+)'$/.exec(thrown.message) ?? [];
  if (module === undefined || name === undefined)
    return systemSyntax({ file, words: sentenceOf(thrown, loaded), shown }, thrown);
  const meant = module === "alidade" ? didYouMean(name, EXPORTED) : "";
  return systemExportMissing({ file, words: `\`${module}\` exports no \`${name}\`.${meant}`, shown }, thrown);
}

/** The same error, with the place in the file that raised it. */
function placed(error: AlidadeError, place: string): AlidadeError {
  const { code, headline, retryable, data, hint } = error;
  const facts = { code, headline, retryable, data: { ...data, file: place }, ...(hint === undefined ? {} : { hint }) };
  return new AlidadeError(facts, `${error.message}\n(${place})`, error);
}

/** `system.mts:12`: the nearest line of the stack that lies in the user's own folder. */
function lineOf(thrown: unknown, { file, shown }: Loaded): string | undefined {
  const folder = `${pathToFileURL(dirname(file)).href}/`;
  const stack = thrown instanceof Error ? (thrown.stack ?? "") : "";
  const places = stack.matchAll(/(file:\/\/[^\s()]+?)(?:\?[^\s():]*)?:(\d+)(?::\d+)?\)?$/gm);
  for (const [, url = "", line = ""] of places)
    if (url.startsWith(folder) && !url.includes("/node_modules/")) return `${shown(pathOf(url))}:${line}`;
  return undefined;
}

function pathOf(url: string): string {
  return decodeURIComponent(new URL(url).pathname);
}

/** The message as the rest of a sentence, absolute paths made short. */
function sentenceOf(thrown: unknown, { file, shown }: Loaded): string {
  const message = thrown === undefined ? "it throws undefined" : messageOf(thrown);
  const lacking = thrown instanceof ReferenceError ? /^([\w$]+) is not defined$/.exec(message)?.[1] : undefined;
  if (lacking !== undefined && EXPORTED.includes(lacking))
    return `\`${lacking}\` is not imported: add it to the import from "alidade"`;
  return message
    .replace(/ imported from .*$/s, "")
    .replace(/'(\/[^']+)'/g, (_, path: string) => `\`${shown(path)}\``)
    .replaceAll(dirname(file), ".")
    .replace(/[.\s]+$/, "");
}
