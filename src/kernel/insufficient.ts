/** "Not enough data" as a value: neither a zero nor a crash. A surface words it later. */
export interface Insufficient {
  readonly kind: "insufficient";
  /** Stable, dotted: `too-few-rows`, `one-class`, `zero-variance`, `no-labels` … */
  readonly reason: string;
  /** What would have been enough, and what there was. */
  readonly need?: number;
  readonly have?: number;
}

export function insufficient(reason: string, numbers: { need?: number; have?: number } = {}): Insufficient {
  return Object.freeze({ kind: "insufficient", reason, ...numbers });
}

export function isInsufficient(value: unknown): value is Insufficient {
  return typeof value === "object" && value !== null && (value as { kind?: unknown }).kind === "insufficient";
}

/** One sentence for a person. */
export function wordInsufficient({ reason, need, have }: Insufficient): string {
  const numbers = [need === undefined ? "" : `needs ${need}`, have === undefined ? "" : `has ${have}`].filter(Boolean);
  return `not enough data (${reason.replaceAll("-", " ")}${numbers.length > 0 ? `: ${numbers.join(", ")}` : ""})`;
}
