import type { House } from "../house.ts";
import type { Rule } from "../rule.ts";

/** `as-of.ts`, `as-of.test.ts`, a generated `_catalogue.ts`. */
const NAME = /^_?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)+$/;
const FOLDER = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const CODE = /^(src|bin|scripts|test|bench|examples)\//;

function isKebab(path: string): boolean {
  const parts = path.split("/");
  return NAME.test(parts.at(-1) ?? "") && parts.slice(0, -1).every((folder) => FOLDER.test(folder));
}

export const kebabCase: Rule = {
  law: "files of code are named in kebab-case, after the one thing inside",
  check: ({ files }: House) =>
    files
      .filter(({ path }) => CODE.test(path) && !/\/(README|CHANGELOG)\.md$/.test(path) && !isKebab(path))
      .map(({ path }) => `${path} is not in kebab-case. Rename it: one name for one thing on every file system.`),
  refuses: [
    { texts: { "src/stats/welchTest.ts": "" }, because: /welchTest\.ts is not in kebab-case/ },
    { texts: { "src/Stats/a.ts": "" }, because: /kebab-case/ },
    { texts: { "scripts/make_it.ts": "" }, because: /kebab-case/ },
  ],
  accepts: [
    { "src/stats/welch-t.test.ts": "", "src/learn/_catalogue.ts": "", LICENSE: "", "examples/a/README.md": "" },
  ],
};
