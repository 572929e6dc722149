/** One thing that is different between two versions of an objective or of its problem. */
export interface Change {
  /** Path of the property, as in `payoff.call.yes`. */
  readonly path: string;
  readonly kind: "added" | "removed" | "raised" | "lowered" | "changed";
  /** A sentence without its full stop: `the cost of \`call\` rose from 150 to 180 USD`. */
  readonly words: string;
  /** Whether more is wanted, or more is spent: it needs a reason. */
  readonly grows: boolean;
}

/** What an amount is called, where it stands, and in what it counts. */
interface Amount {
  readonly path: string;
  /** As in "the cost of `call`". */
  readonly what: string;
  /** Behind each number: a currency, `ms`. */
  readonly unit?: string;
  /** Which way of moving is growth. Default: neither. */
  readonly grows?: "raised" | "lowered";
}

/** What became of an amount: nothing, or it was given, taken back, raised or lowered. */
export function moved(before: number | undefined, after: number | undefined, amount: Amount): readonly Change[] {
  const { path, what, unit, grows } = amount;
  const shown = (value: number): string => `${number(value)}${unit === undefined ? "" : ` ${unit}`}`;
  if (before === after) return [];
  if (before === undefined)
    return [{ path, kind: "added", words: `${what} is ${shown(after ?? 0)} now`, grows: false }];
  if (after === undefined)
    return [{ path, kind: "removed", words: `${what}, ${shown(before)} until then, is left out`, grows: false }];
  const kind = after > before ? "raised" : "lowered";
  const verb = after > before ? "rose" : "fell";
  return [{ path, kind, words: `${what} ${verb} from ${number(before)} to ${shown(after)}`, grows: kind === grows }];
}

/** What became of a text: nothing, or it was given, taken back or replaced. */
export function reworded(
  before: string | undefined,
  after: string | undefined,
  { path, what }: Pick<Amount, "path" | "what">,
): readonly Change[] {
  if (before === after) return [];
  if (before === undefined) return [{ path, kind: "added", words: `${what} is ${quoted(after)} now`, grows: false }];
  if (after === undefined) return [{ path, kind: "removed", words: `${what} is left open now`, grows: false }];
  return [{ path, kind: "changed", words: `${what} went from ${quoted(before)} to ${quoted(after)}`, grows: false }];
}

interface Names {
  readonly path: string;
  /** As in "outcome": one of them. */
  readonly what: string;
  /** Whether another one is growth. Default `false`. */
  readonly grows?: boolean;
}

/** What came and what went among names. */
export function listed(
  before: readonly string[],
  after: readonly string[],
  { path, what, grows = false }: Names,
): readonly Change[] {
  const came = after.filter((name) => !before.includes(name));
  const went = before.filter((name) => !after.includes(name));
  return [
    ...came.map(
      (name): Change => ({ path: `${path}.${name}`, kind: "added", words: `${what} ${quoted(name)} was added`, grows }),
    ),
    ...went.map((name): Change => {
      return { path: `${path}.${name}`, kind: "removed", words: `${what} ${quoted(name)} was dropped`, grows: false };
    }),
  ];
}

/** Something that is compared as a whole: whether it is the same, and how its change is said. */
export function replaced(
  before: unknown,
  after: unknown,
  { path, what }: Pick<Amount, "path" | "what">,
): readonly Change[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (before === undefined) return [{ path, kind: "added", words: `${what} was added`, grows: false }];
  if (after === undefined) return [{ path, kind: "removed", words: `${what} was dropped`, grows: false }];
  return [{ path, kind: "changed", words: `${what} was changed`, grows: false }];
}

/** `1,900`, `0.25`. */
export function number(value: number): string {
  return value.toLocaleString("en-US", { maximumSignificantDigits: 12 });
}

function quoted(text: string | undefined): string {
  return `“${text ?? ""}”`;
}
