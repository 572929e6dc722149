import { posix } from "node:path";
import { type Node, walk } from "./syntax.ts";

/** How a file uses another. A value import is loaded with the file, a dynamic one later, a type never. */
export type ImportKind = "value" | "dynamic" | "type";

export interface Import {
  readonly specifier: string;
  readonly kind: ImportKind;
  /** The file it means, from the root of the repository; absent for packages. */
  readonly file?: string;
  /** Where in the text. */
  readonly start: number;
}

/** `import`, `export … from`, `import()`, and `import("…")` in a type. `import { type A }` is loaded, so it is a value. */
const kinds: Readonly<Record<string, (node: Node) => ImportKind>> = {
  ImportDeclaration: (node) => (node.importKind === "type" ? "type" : "value"),
  ExportNamedDeclaration: (node) => (node.exportKind === "type" ? "type" : "value"),
  ExportAllDeclaration: (node) => (node.exportKind === "type" ? "type" : "value"),
  ImportExpression: () => "dynamic",
  TSImportType: () => "type",
};

/** The text of a string literal, or of a template without holes. */
function literalOf(node: Node | null | undefined): string | undefined {
  if (node?.type === "Literal" && typeof node.value === "string") return node.value;
  const quasis = node?.type === "TemplateLiteral" ? (node.quasis as readonly { value: { cooked: string } }[]) : [];
  return quasis.length === 1 ? quasis[0]?.value.cooked : undefined;
}

/** Every import of the file at `path`, whatever its form. */
export function importsOf(path: string, program: Node): readonly Import[] {
  return [...walk(program)].flatMap((node) => {
    const kind = kinds[node.type]?.(node);
    const specifier = kind === undefined ? undefined : literalOf(node.source as Node | null);
    if (kind === undefined || specifier === undefined) return [];
    const found = { specifier, kind, start: node.start };
    return specifier.startsWith(".") ? [{ ...found, file: posix.join(posix.dirname(path), specifier) }] : [found];
  });
}
