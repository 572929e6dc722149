/** A share as a percentage with three significant digits. */
export function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))}%`;
}
