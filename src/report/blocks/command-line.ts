/** Something to copy: shown as it is, in one piece, never wrapped. */
export interface CommandLine {
  readonly kind: "command-line";
  readonly text: string;
}

export function commandLine(text: string): CommandLine {
  return Object.freeze({ kind: "command-line", text });
}
