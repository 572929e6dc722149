import { defineError, didYouMean, type ErrorConstructor } from "../../kernel/index.ts";
import type { CatalogueEntry } from "./catalogue-entries.ts";

interface Unknown {
  readonly what: string;
  readonly suggestion: string;
}

export const metricUnknown: ErrorConstructor<Unknown> = defineError("cli.input.metric-unknown", {
  headline: "Neither a metric nor a system file",
  message: ({ what, suggestion }: Unknown) => `Nothing in the catalogue is called "${what}".${suggestion}`,
  hint: () =>
    "`alidade metrics` lists all; `alidade metrics --search latency` looks in names, other names and definitions.",
});

/** Letters and digits alone: `cross-entropy`, `Cross entropy` and `crossEntropy` are one. */
const plain = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}²]/gu, "");

/** The entry of this name, or the one that is also called so; undefined where there is none. */
export function entryNamed(entries: readonly CatalogueEntry[], name: string): CatalogueEntry | undefined {
  const wanted = plain(name);
  const isCalled = ({ aliases = [] }: CatalogueEntry): boolean => aliases.some((alias) => plain(alias) === wanted);
  return entries.find((entry) => plain(entry.name) === wanted) ?? entries.find(isCalled);
}

/** Entries in which every word is found: in the name first, then in other names, then in what is said of them. */
export function searchEntries(entries: readonly CatalogueEntry[], query: string): readonly CatalogueEntry[] {
  const wanted = query.split(/\s+/).map(plain).filter(Boolean);
  const whole = plain(query);
  const depth = (entry: CatalogueEntry): number => {
    const { name, aliases = [], definition, needs } = entry;
    const names = [name, ...aliases].map(plain);
    if (names.includes(whole)) return 0;
    const layers = [plain(name), names.join(" "), plain(`${definition} ${needs}`)];
    const found = wanted.map((word) => layers.findIndex((layer) => layer.includes(word)));
    return found.includes(-1) ? Infinity : 1 + Math.max(...found);
  };
  return entries
    .map((entry) => ({ entry, at: depth(entry) }))
    .filter(({ at }) => at < Infinity)
    .sort((a, b) => a.at - b.at)
    .map(({ entry }) => entry);
}

/** The refusal of a name that nothing has, with the nearest that something has. */
export function refuseUnknown(entries: readonly CatalogueEntry[], what: string): Error {
  const names = entries.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
  return metricUnknown({ what, suggestion: didYouMean(what, names) });
}
