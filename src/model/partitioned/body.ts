import type { Model } from "../model.ts";

/** The model of one key: read when it is first needed, because one process seldom meets all of ten thousand keys. */
export interface KeyPart {
  /** The key's values, from the coarsest feature: `["NL", "Utrecht"]`. As many as its level is deep. */
  readonly key: readonly string[];
  /** Its text, where it came from one and was not read yet. */
  readonly text: string | undefined;
  /** Throws what decoding a model throws, when the text is not one. */
  model(): Model;
}

/** A model per key, and the one that answers for every other key. */
export interface PartitionedBody {
  /** The features that make the key, from the coarsest. */
  readonly by: readonly string[];
  /** Answers wherever no key does. */
  readonly parent: Model;
  /** The keys that have a model of their own, sorted. */
  readonly parts: readonly KeyPart[];
}

/** The part of a key whose model is at hand. */
export function partOf(key: readonly string[], model: Model): KeyPart {
  return { key, text: undefined, model: () => model };
}

/** The part of a key whose model is still text. The text goes when the model comes: ten thousand of both would be too much. */
export function lazyPart(key: readonly string[], text: string, decode: (text: string) => Model): KeyPart {
  let held: { readonly text: string } | { readonly model: Model } = { text };
  return {
    key,
    get text() {
      return "text" in held ? held.text : undefined;
    },
    model() {
      if ("text" in held) held = { model: decode(held.text) };
      return held.model;
    },
  };
}
