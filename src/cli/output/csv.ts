/**
 * Lines as CSV for people, who open it with a spreadsheet: a text that would be taken for a formula gets an apostrophe in
 * front, which {@link unguarded} takes away again.
 */
export function csvOf(lines: readonly (readonly unknown[])[]): string {
  return lines.map((line) => `${line.map(cellOf).join(",")}\n`).join("");
}

function cellOf(value: unknown): string {
  const text = guarded(String(value ?? ""));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** A text that no spreadsheet takes for a formula. Numbers with a sign are none. */
export function guarded(text: string): string {
  return /^'*[=+\-@\t\r\n]/.test(text) && !NUMBER.test(text) ? `'${text}` : text;
}

/** The text before it was {@link guarded}. */
export function unguarded(text: string): string {
  return /^'+[=+\-@\t\r\n]/.test(text) ? text.slice(1) : text;
}
