import { bashScript } from "./bash.ts";
import { fishScript } from "./fish.ts";
import type { Place } from "./places.ts";

/** Shells that a script can be had for. */
export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

/** What a shell is to read so that the tab key completes commands, options and their values. */
export function completionScript(shell: Shell, places: readonly Place[]): string {
  if (shell === "fish") return fishScript(places);
  const bash = bashScript(places);
  return shell === "bash" ? bash : bash.replace(/^.*\n/, ZSH);
}

/** zsh understands bash's completions, once it is told to. */
const ZSH = `# Completion of alidade for zsh: source <(alidade completion zsh)
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
autoload -Uz bashcompinit && bashcompinit
`;
