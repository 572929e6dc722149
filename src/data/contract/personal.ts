/** Classes of personal data that are known by name, the special categories of the GDPR (article 9) among them. */
export const PERSONAL_CLASSES = [
  "identifier",
  "name",
  "contact",
  "address",
  "birth",
  "age",
  "gender",
  "origin",
  "health",
  "genetic",
  "biometric",
  "finance",
  "location",
  "behaviour",
  "religion",
  "politics",
  "orientation",
  "credentials",
] as const;

/** A class of personal data: a known one, or one of the owner's own, written `own:` and a word. */
export type PersonalClass = (typeof PERSONAL_CLASSES)[number] | `own:${string}`;

/** Whether that is a class of personal data. */
export function isPersonalClass(value: unknown): value is PersonalClass {
  return PERSONAL_CLASSES.includes(value as never) || (typeof value === "string" && /^own:\S/.test(value));
}
