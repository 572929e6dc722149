import type { LineageNode } from "../../registry/index.ts";
import { formatBytes, type TableBlock, table } from "../../report/index.ts";
import { shortTime } from "../output/listing.ts";

/** A space that neither a terminal nor a page breaks or drops. */
const SPACE = "\u00a0";

/** Children of one kind beyond these are only counted. */
const MOST_ALIKE = 12;

/** Lineage as a tree: one row for each thing, under what it hangs on. */
export function treeTable(nodes: readonly LineageNode[]): TableBlock {
  const rows: (readonly string[])[] = [];
  for (const node of nodes) addRows(rows, node, { here: "", below: "" });
  return table(["What", "Known of it"], rows);
}

interface Indent {
  readonly here: string;
  readonly below: string;
}

function addRows(rows: (readonly string[])[], node: LineageNode, { here, below }: Indent): void {
  rows.push([`${here}${wordNode(node)}`, wordFacts(node)]);
  const [shown, more] = [node.next.slice(0, MOST_ALIKE), node.next.length - MOST_ALIKE];
  shown.forEach((child, i) => {
    const isLast = i === shown.length - 1 && more <= 0;
    addRows(rows, child, {
      here: `${below}${isLast ? "└─" : "├─"}${SPACE}`,
      below: `${below}${isLast ? SPACE : "│"}${SPACE}${SPACE}`,
    });
  });
  if (more > 0) rows.push([`${below}└─${SPACE}${more} more`, ""]);
}

function wordNode({ kind, id }: LineageNode): string {
  if (kind === "decisions") return `${Number(id).toLocaleString("en-US")} decision${id === "1" ? "" : "s"}`;
  const short = /^[0-9a-f]{24,}$/.test(id) ? id.slice(0, 12) : id.split("/").slice(-2).join("/");
  return `${kind} ${short}`;
}

function wordFacts({ kind, id, facts }: LineageNode): string {
  const words = Object.entries(facts).flatMap(([name, value]) => (value === null ? [] : [wordFact(name, value)]));
  const place = kind === "file" && id.split("/").length > 2 ? [id] : [];
  return [...words, ...place].join(", ");
}

/** Facts that say it all by themselves, and those that need other words than their name. */
const PLAIN = new Set(["system", "head", "learner", "kind", "source"]);
const WORDS: Readonly<Record<string, (value: string | number | boolean) => string>> = {
  at: (at) => shortTime(Number(at)),
  first: (at) => `first ${shortTime(Number(at))}`,
  last: (at) => `last ${shortTime(Number(at))}`,
  dropped: (at) => `thrown away ${shortTime(Number(at))}`,
  bytes: (bytes) => formatBytes(Number(bytes)),
  sha256: (hash) => `sha256 ${String(hash).slice(0, 12)}`,
  snapshot: (id) => String(id).slice(0, 12),
  known: () => "nothing is recorded of it",
  changed: () => "with changes that are not committed",
  quarantined: (rows) => `${rows.toLocaleString("en-US")} set aside`,
  rows: (rows) => `${rows.toLocaleString("en-US")} rows`,
};

function wordFact(name: string, value: string | number | boolean): string {
  return WORDS[name]?.(value) ?? (PLAIN.has(name) ? String(value) : `${name} ${value}`);
}
