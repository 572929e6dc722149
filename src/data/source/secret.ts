import { defineError, type ErrorConstructor } from "../../kernel/index.ts";

/**
 * A value that stands in the environment and nowhere else: plain data that names it. It is looked up when the source is
 * read, and is never shown, logged or stored.
 */
export interface SecretRef {
  /** Name of the variable. */
  readonly env: string;
  /** What stands before the value, such as `Bearer `. */
  readonly before?: string;
}

/** The environment, as far as a source sees it. */
export type Environment = Readonly<Record<string, string | undefined>>;

export const secretMissing: ErrorConstructor<{ readonly name: string }> = defineError("data.secret-missing", {
  headline: "A variable that is not set",
  message: ({ name }: { readonly name: string }) =>
    `The source needs the environment variable \`${name}\`, which is not set or empty.`,
  hint: ({ name }) => `Set it for this command: \`${name}=… alidade …\`, or in the service's own settings.`,
});

export const secretNameInvalid: ErrorConstructor<{ readonly name: string }> = defineError("data.secret-name-invalid", {
  headline: "Not the name of a variable",
  message: ({ name }: { readonly name: string }) =>
    `\`env\` takes the name of an environment variable: letters, digits and underscores. Got ${JSON.stringify(name.length > 24 ? "a longer text" : name)}.`,
  hint: () => 'Write the name, not the value: `env("DATABASE_URL")`.',
});

/**
 * Refers to a variable of the environment. `before` is put before its value. Throws `data.secret-name-invalid`.
 *
 * @example
 * postgres("public.orders", { connection: env("DATABASE_URL") });
 * http("https://api.example.com/orders", { headers: { authorization: env("API_TOKEN", "Bearer ") }, … });
 */
export function env(name: string, before?: string): SecretRef {
  if (typeof name !== "string" || !/^[A-Za-z_]\w{0,127}$/.test(name)) throw secretNameInvalid({ name: String(name) });
  return Object.freeze({ env: name, ...(before === undefined ? {} : { before }) });
}

/** Whether a value of an option refers to the environment. */
export function isSecretRef(value: unknown): value is SecretRef {
  return typeof value === "object" && value !== null && typeof (value as { env?: unknown }).env === "string";
}

/** The secrets that one reading has looked up, so that none of them leaves it. */
export interface Secrets {
  /** A plain text as it is; a reference looked up. Throws `data.secret-missing`. */
  reveal(value: string | SecretRef): string;
  /** The text with every secret in it replaced by the name of its variable: fit to be shown. */
  scrub(text: string): string;
  /** The same in a form that {@link Secrets.restore} undoes: fit to be stored. */
  hide(text: string): string;
  restore(text: string): string;
  /** Whether any secret has been looked up. */
  readonly any: boolean;
}

const MARK = "\u0001";

/** Looks up secrets in an environment and remembers which. */
export function secretsIn(environment: Environment): Secrets {
  const known = new Map<string, string>();
  const replaceAll = (text: string, by: (name: string) => string): string =>
    [...known]
      .sort(([, a], [, b]) => b.length - a.length)
      .reduce((words, [name, value]) => spellings(value).reduce((t, v) => t.replaceAll(v, by(name)), words), text);
  return {
    reveal(value) {
      if (typeof value === "string") return value;
      const found = environment[value.env];
      if (found === undefined || found === "") throw secretMissing({ name: value.env });
      known.set(value.env, found);
      for (const part of innerSecrets(found)) known.set(`${value.env} (password)`, part);
      return `${value.before ?? ""}${found}`;
    },
    scrub: (text) => replaceAll(text, (name) => `[${name}]`),
    hide: (text) => replaceAll(text, (name) => `${MARK}${name}${MARK}`),
    restore: (text) => [...known].reduce((t, [name, value]) => t.replaceAll(`${MARK}${name}${MARK}`, value), text),
    get any() {
      return known.size > 0;
    },
  };
}

/** As it stands, and as it stands in an address. */
function spellings(value: string): readonly string[] {
  return [...new Set([value, encodeURIComponent(value), encodeURI(value)])];
}

/** A password within an address is a secret of its own: a driver may name it alone. */
function innerSecrets(value: string): readonly string[] {
  const password = /^[a-z][\w+.-]*:\/\/[^/@:]*:([^/@]+)@/i.exec(value)?.[1];
  if (password === undefined) return [];
  return [decoded(password)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
