/** Who may do what: tokens and what they allow. */
export { isRole, type Role, roles } from "./roles.ts";
export { type Token, tokenState } from "./token.ts";
export { tokenUnfit, tokenUnknown } from "./token-errors.ts";
export { type Presented, presentedToken } from "./token-gate.ts";
export { newSecret, secretHash, secretParts } from "./token-secret.ts";
export { type MadeToken, type TokenDraft, type Tokens, tokensOf } from "./tokens.ts";
