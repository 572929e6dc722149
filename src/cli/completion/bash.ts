import type { OptionWord, Place } from "./places.ts";

/**
 * A script for bash: a walk over the words that stand already finds the place, and the place says what may follow. Where nothing is
 * known of what follows, names of files.
 */
export function bashScript(places: readonly Place[]): string {
  return `# Completion of alidade for bash: source <(alidade completion bash)
_alidade() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="" at="" words="" options="" i
  ((COMP_CWORD > 0)) && prev="\${COMP_WORDS[COMP_CWORD-1]}"
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$at/\${COMP_WORDS[i]}" in
${places.flatMap(steps).join("\n")}
    esac
  done
  case "$at $prev" in
${places.flatMap(values).join("\n")}
  esac
  case "$at" in
${places.map(words).join("\n")}
  esac
  if [[ "$cur" == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$cur"))
  elif [[ -n "$words" ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$cur") $(compgen -f -- "$cur"))
  else
    COMPREPLY=($(compgen -f -- "$cur"))
  fi
}
complete -o filenames -F _alidade alidade
`;
}

function steps({ path, words: next }: Place): readonly string[] {
  const to = (word: string): string => (path === "" ? word : `${path} ${word}`);
  return next
    .filter(({ word }) => to(word) !== "help")
    .map(({ word }) => `      "${path}/${word}") at="${to(word)}" ;;`);
}

function values({ path, options }: Place): readonly string[] {
  const taking = options.filter(
    (option): option is OptionWord & { readonly values: readonly string[] } => option.values !== null,
  );
  return taking.map(({ word, values: may }) => {
    const found = may.length > 0 ? `$(compgen -W "${may.join(" ")}" -- "$cur")` : '$(compgen -f -- "$cur")';
    return `    "${path} ${word}") COMPREPLY=(${found}); return ;;`;
  });
}

function words({ path, words: next, options }: Place): string {
  const list = (all: readonly { readonly word: string }[]): string => all.map(({ word }) => word).join(" ");
  return `    "${path}") words="${list(next)}"; options="${list(options)}" ;;`;
}
