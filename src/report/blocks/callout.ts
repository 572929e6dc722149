/** A remark that must not be missed. */
export interface Callout {
  readonly kind: "callout";
  readonly tone: "note" | "warning" | "bad";
  readonly title?: string;
  readonly text: string;
}

export function callout(tone: Callout["tone"], text: string, title?: string): Callout {
  return Object.freeze({ kind: "callout", tone, text, ...(title === undefined ? {} : { title }) });
}
