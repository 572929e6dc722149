import type { Warning } from "./warning.ts";

/** What the law of many places protects people by, as it is found in the names of columns. */
const ABOUT_PEOPLE: readonly string[] = [
  "age",
  "ages",
  "birth",
  "birthdate",
  "birthday",
  "disability",
  "disabled",
  "dob",
  "ethnic",
  "ethnicity",
  "gender",
  "nationality",
  "race",
  "religion",
  "sex",
];

/** Whether a column is named like something that people are protected by: `age_band`, `patientSex`; not `agency`. */
export function isAboutPeople(name: string): boolean {
  const words = name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/);
  return words.some((word) => ABOUT_PEOPLE.includes(word));
}

/** Says which columns may be protected; empty when none is named so. */
export function protectedWarning(names: readonly string[]): readonly Warning[] {
  const found = names.filter(isAboutPeople).map((name) => JSON.stringify(name).slice(1, -1));
  if (found.length === 0) return [];
  const message = `May be protected: ${found.join(", ")}. Keep them as slices; leave them out of the features unless you may use them.`;
  return [{ code: "init.protected-fields", message }];
}
