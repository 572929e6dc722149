/** A regular expression that all values of a column match, and what it is. */
export interface LikelyPattern {
  readonly pattern: string;
  /** The rest of a sentence: what was seen, and how sure that is. */
  readonly because: string;
}

const COMMON: readonly (readonly [string, string])[] = [
  ["e-mail addresses", "[^\\s@]+@[^\\s@]+\\.[^\\s@]+"],
  ["UUIDs", "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"],
  ["web addresses", "https?://\\S+"],
  ["IPv4 addresses", "\\d{1,3}(\\.\\d{1,3}){3}"],
];

/** Fewer different values prove no shape. */
const ENOUGH = 20;

/** The shape that all texts share: a common one, or letters and digits that stand at the same places, as in codes. */
export function likelyPattern(texts: readonly string[]): LikelyPattern | undefined {
  if (texts.length < ENOUGH) return undefined;
  const count = texts.length.toLocaleString("en-US");
  const common = COMMON.find(([, pattern]) => {
    const whole = new RegExp(`^(?:${pattern})$`, "u");
    return texts.every((text) => whole.test(text));
  });
  if (common !== undefined) return { pattern: common[1], because: `all ${count} values look like ${common[0]} (sure)` };
  const [mask, ...others] = new Set(texts.map(maskOf));
  if (mask === undefined || others.length > 0 || !/\\d|\[A/i.test(mask)) return undefined;
  return { pattern: mask, because: `all ${count} values have this one shape (likely)` };
}

const LONGEST = 24;

/** `AB-1234` → `[A-Z]{2}-\d{4}`; what is longer, or neither letter, digit nor separator, is no code. */
function maskOf(text: string): string {
  if (text.length > LONGEST || !/^[A-Za-z0-9./_:-]+$/.test(text)) return "";
  const classes = text
    .replace(/[^A-Za-z0-9]/g, "\0$&")
    .replace(/(?<!\0)[A-Z]/g, "A")
    .replace(/(?<!\0)[a-z]/g, "a");
  return classes.replace(/(?<!\0)\d/g, "0").replace(/A+|a+|0+|\0(.)/g, worded);
}

const CLASSES: Readonly<Record<string, string>> = { A: "[A-Z]", a: "[a-z]", 0: "\\d" };

function worded(run: string, separator: string | undefined): string {
  if (separator !== undefined) return separator === "." || separator === "/" ? `\\${separator}` : separator;
  const name = CLASSES[run.charAt(0)] ?? "";
  return run.length === 1 ? name : `${name}{${run.length}}`;
}
