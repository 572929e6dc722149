import type { Contract } from "../../data/index.ts";
import { didYouMean } from "../../kernel/index.ts";

import { systemInvalid } from "../errors.ts";

/** Names that the language itself asks any object for. */
const LANGUAGE: readonly string[] = [...Object.getOwnPropertyNames(Object.prototype), "toJSON"];

interface Strictness {
  /** Whose function reads: `rule`, `filters.young`. */
  readonly where: string;
  /** The rest of a sentence about a name that is not there. */
  explain(name: string): string;
}

/** The same parts; reading a name that is not there throws `system.invalid` instead of giving undefined. */
function strict<T extends object>(parts: T, { where, explain }: Strictness): T {
  return new Proxy(parts, {
    get(target, name, receiver) {
      if (typeof name === "string" && !Object.hasOwn(target, name) && !LANGUAGE.includes(name))
        throw systemInvalid({ where, problem: `reads \`${name}\`, which ${explain(name)}` });
      return Reflect.get(target, name, receiver) as unknown;
    },
  });
}

/** Fields of a contract, for the function at a place. A field left out of `fields` is one known only afterwards. */
export function strictFields<T extends object>(fields: T, contract: Contract, where: string): T {
  const names = Object.keys(fields);
  const explain = (name: string): string =>
    Object.hasOwn(contract.fields, name)
      ? "is known only afterwards; a feature needs what is known when the decision is made"
      : `is no field of the contract${meant(name, names)}`;
  return strict(fields, { where, explain });
}

/** The features of a system, for its rule or one of its filters. */
export function strictFeatures<T extends object>(features: T, where: string): T {
  const names = Object.keys(features);
  return strict(features, { where, explain: (name) => `is no feature${meant(name, names)}` });
}

/** The streams of a system, for its features. */
export function strictStreams<T extends object>(streams: T, where: string): T {
  const names = Object.keys(streams);
  return strict(streams, {
    where,
    explain: (name) =>
      names.length === 0
        ? "is no stream: declare it, as in `on(contract, { streams: { visits } })`"
        : `is no stream${meant(name, names)}`,
  });
}

const SHOWN = 12;

function meant(name: string, names: readonly string[]): string {
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : "";
  return `.${didYouMean(name, names)} There are ${names.slice(0, SHOWN).join(", ")}${more}`;
}
