/** A number to four digits, as people read it. */
export function shortNumber(value: number): string {
  return String(Number(value.toPrecision(4)));
}
