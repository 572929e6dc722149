/** A system's name from any text: lower-case letters, digits and hyphens, beginning with a letter, at most 63. */
export function systemName(text: string): string {
  const slug = text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .slice(0, 63)
    .replace(/-+$/, "");
  return slug === "" ? "system" : slug;
}

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** A name that reads well after a dot: as it is, or in camel case. */
export function identifier(text: string): string {
  // In an object literal `__proto__` names no property.
  if (IDENTIFIER.test(text) && text !== "__proto__") return text;
  const words = text.normalize("NFKD").match(/[A-Za-z0-9]+/g) ?? [];
  const camel = words.map((word, i) => (i === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join("");
  return /^[A-Za-z]/.test(camel) ? camel : `field${camel}`;
}

/** Hands out identifiers, each once. */
export function identifiers(): (text: string) => string {
  const taken = new Set<string>();
  return (text) => {
    const base = identifier(text);
    let name = base;
    for (let i = 2; taken.has(name); i++) name = `${base}${i}`;
    taken.add(name);
    return name;
  };
}

/** `r.age` or `r["hours-per-week"]`. */
export function access(object: string, field: string): string {
  return IDENTIFIER.test(field) ? `${object}.${field}` : `${object}[${JSON.stringify(field)}]`;
}

/** A property's name in an object literal. */
export function key(name: string): string {
  return IDENTIFIER.test(name) ? name : JSON.stringify(name);
}
