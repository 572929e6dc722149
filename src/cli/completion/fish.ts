import type { OptionWord, Place, Word } from "./places.ts";

/** A script for fish: a function finds the place, and every word is offered at its place with what it means. */
export function fishScript(places: readonly Place[]): string {
  return `# Completion of alidade for fish: alidade completion fish | source
function __alidade_at
    set -l at
    for word in (commandline -opc)[2..-1]
        set -l next (string join -- " " $at $word)
        contains -- "$next" ${places
          .map(({ path }) => quoted(path))
          .slice(1)
          .join(" ")}
        and set at $at $word
    end
    string join -- " " $at
end
function __alidade_is
    test (__alidade_at | string collect; or echo) = "$argv"
end
${places.flatMap(linesOf).join("\n")}
`;
}

function linesOf({ path, words, options }: Place): readonly string[] {
  const at = `-n ${quoted(`__alidade_is ${path}`.trim())}`;
  return [...words.map((word) => wordLine(at, word)), ...options.map((option) => optionLine(at, option))];
}

function wordLine(at: string, { word, doc }: Word): string {
  return `complete -c alidade ${at} -a ${quoted(word)} -d ${quoted(doc)}`;
}

function optionLine(at: string, { word, doc, values }: OptionWord): string {
  const value = values === null ? "" : values.length === 0 ? " -r -F" : ` -x -a ${quoted(values.join(" "))}`;
  return `complete -c alidade ${at} -l ${quoted(word.slice(2))}${value} -d ${quoted(doc)}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
