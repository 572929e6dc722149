/** A text of at most so many characters, with an ellipsis where something was lost. */
export function clip(text: string, most: number): string {
  const clean = text.toWellFormed();
  if (clean.length <= most) return clean;
  const cut = clean.slice(0, most - 1);
  // Half of a pair of surrogates is no character.
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}
