import { isRole, roles } from "../../govern/index.ts";
import { type Scope, scopes } from "../../wire/index.ts";
import { optionInvalid } from "../calling/options.ts";

/** What a token is to allow: a role's scopes and those named beside. Throws `cli.option-invalid`. */
export function scopesAsked(asked: {
  readonly role: string | undefined;
  readonly scopes: readonly string[] | undefined;
}): readonly Scope[] {
  const { role, scopes: words = [] } = asked;
  if (role !== undefined && !isRole(role))
    throw optionInvalid({ must: `one of ${Object.keys(roles).join(", ")}`, got: role });
  const found = scopes.filter((scope) => words.includes(scope));
  if (found.length !== new Set(words).size)
    throw optionInvalid({ must: `some of ${scopes.join(", ")}, between commas`, got: words.join(",") });
  return [...(role === undefined ? [] : roles[role]), ...found];
}
