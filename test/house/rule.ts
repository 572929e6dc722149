import type { House } from "./house.ts";

/** One thing the house forbids. Adding a rule is adding one file to `rules/`. */
export interface Rule {
  /** The law, as a sentence. */
  readonly law: string;
  /** Each refusal as one sentence: the file, what is wrong, what to do instead. */
  check(house: House): readonly string[];
  /** Small houses that break the law, so that the rule itself is tested. */
  readonly refuses: readonly Planted[];
  /** Small houses that look suspicious and keep it. */
  readonly accepts: readonly Planted["texts"][];
}

interface Planted {
  /** Texts by path. */
  readonly texts: Readonly<Record<string, string>>;
  /** What the refusal says. */
  readonly because: RegExp;
}
