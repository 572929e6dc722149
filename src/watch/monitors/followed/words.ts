/** A number with three digits that count: 4,120, 0.0312. */
export function wordNumber(value: number): string {
  const rounded = Number(value.toPrecision(3));
  const size = Math.abs(rounded);
  if (size !== 0 && (size < 1e-4 || size >= 1e12)) return rounded.toExponential();
  const [whole = "0", rest] = size.toString().split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return `${rounded < 0 ? "−" : ""}${grouped}${rest === undefined ? "" : `.${rest}`}`;
}

/** A share as a percentage: 4.12%. */
export function wordShare(share: number): string {
  return `${wordNumber(share * 100)}%`;
}

/** ", usually 4.1%", or nothing while nobody knows. */
export function wordUsual(usual: number | null, word: (value: number) => string): string {
  return usual === null ? "" : `, usually ${word(usual)}`;
}
