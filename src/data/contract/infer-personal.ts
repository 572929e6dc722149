import type { Observed } from "./observe.ts";
import type { PersonalClass } from "./personal.ts";

/** A class of personal data that a column looks like, and by what. */
export interface LikelyPersonal {
  readonly personal: PersonalClass;
  /** The rest of a sentence: what speaks for it, and how sure that is. */
  readonly because: string;
}

/** Words in names of columns, the more telling first. Whole words, as they stand between `_`, `-`, spaces and capitals. */
const BY_NAME: readonly (readonly [PersonalClass, RegExp])[] = [
  ["contact", /\b(e ?mail|phone|telephone|mobile|fax)\b/],
  ["credentials", /\b(password|passwd|pin|secret)\b/],
  ["finance", /\b(iban|bic|credit card|card number|account number|salary|income)\b/],
  [
    "identifier",
    /\b(ssn|passport|tax id|insurance number|(patient|customer|user|member|person|employee)( (id|nbr|number|no|key))?)\b/,
  ],
  ["name", /\b((first|last|given|family|full|maiden) ?name|surname)\b/],
  ["address", /\b(address|street|zip|zip ?code|post ?code|postal code)\b/],
  ["birth", /\b(birth|birthday|birth ?date|dob)\b/],
  ["age", /\bage\b/],
  ["gender", /\b(sex|gender)\b/],
  ["origin", /\b(race|ethnicity|ethnic|nationality)\b/],
  ["religion", /\b(religion|faith)\b/],
  ["health", /\b(diagnosis|diag|disease|medication|medical|blood|bmi)\b/],
  ["location", /\b(latitude|longitude|lat|lon|lng|ip|ip address)\b/],
];

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const IBAN = /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/;
const IP = /^\d{1,3}(\.\d{1,3}){3}$/;

const BY_SHAPE: readonly (readonly [PersonalClass, RegExp, string])[] = [
  ["contact", EMAIL, "e-mail addresses"],
  ["finance", IBAN, "bank accounts"],
  ["location", IP, "addresses of machines"],
];

/** The class of personal data that a column looks like by what it holds, else by its name; undefined when by neither. */
export function likelyPersonal(seen: Observed): LikelyPersonal | undefined {
  const texts = seen.levels.map(({ text }) => text.trim());
  const shape = texts.length === 0 ? undefined : BY_SHAPE.find(([, form]) => texts.every((text) => form.test(text)));
  if (shape !== undefined) return { personal: shape[0], because: `all its values look like ${shape[2]} (sure)` };
  const words = wordsOf(seen.name);
  const named = BY_NAME.find(([, name]) => name.test(words));
  return named === undefined ? undefined : { personal: named[0], because: "its name says so (a guess)" };
}

function wordsOf(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replace(/[^A-Za-z]+/g, " ")
    .trim()
    .toLowerCase();
}
