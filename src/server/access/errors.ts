import { defineError, type ErrorConstructor } from "../../kernel/index.ts";
import type { Scope } from "../../wire/index.ts";

export const tokenMissing: ErrorConstructor<object> = defineError("access.token-missing", {
  headline: "Who asks?",
  message: () => "This server answers only who shows a token. None came.",
  hint: () => "Make one with `alidade token create`, and send it as `authorization: Bearer <secret>`.",
});

export const tokenRefused: ErrorConstructor<{ readonly state: "unknown" | "expired" | "revoked" }> = defineError(
  "access.token-refused",
  {
    headline: "Not a token that opens this",
    message: ({ state }: { readonly state: string }) => `The token must be one that is valid here. It is ${state}.`,
    hint: () => "`alidade token list` shows what there is; `alidade token create` makes another.",
  },
);

export const scopeLacking: ErrorConstructor<{ readonly needs: Scope; readonly has: readonly Scope[] }> = defineError(
  "access.forbidden-scope",
  {
    headline: "Not allowed with this token",
    message: ({ needs, has }: { readonly needs: Scope; readonly has: readonly Scope[] }) =>
      `This needs a token with the scope ${needs}. The one that came allows ${has.join(", ")}.`,
  },
);

export const hostRefused: ErrorConstructor<{ readonly got: string }> = defineError("access.forbidden-host", {
  headline: "Not a name of this machine",
  message: ({ got }: { readonly got: string }) =>
    `Without tokens this server answers only to names of its own machine (localhost, 127.0.0.1, ::1), so that no page in a browser can reach it under another name. Got ${got}.`,
  hint: () => "Make a token with `alidade token create`; then any name will do.",
});

export const originRefused: ErrorConstructor<{ readonly got: string }> = defineError("access.forbidden-origin", {
  headline: "Not an origin that is let in",
  message: ({ got }: { readonly got: string }) =>
    `Pages in browsers may only ask from origins on the server's list. Got ${got}.`,
  hint: () => "Add the origin to the list with `alidade serve --origins`.",
});

export const tooManyRequests: ErrorConstructor<{
  readonly whose: "token" | "address";
  readonly perSecond: number;
  readonly waitMs: number;
}> = defineError("access.too-many-requests", {
  headline: "Too many requests",
  retryable: true,
  message: ({ whose, perSecond }: { readonly whose: string; readonly perSecond: number; readonly waitMs: number }) =>
    `One ${whose} may send ${perSecond} requests a second here.`,
  hint: ({ waitMs }) => `Try again in ${Math.max(1, Math.ceil(waitMs / 1_000))} s.`,
});

export const tokensNeeded: ErrorConstructor<{ readonly host: string }> = defineError("server.tokens-needed", {
  headline: "Open to the network",
  message: ({ host }: { readonly host: string }) =>
    `A server that other machines can reach must ask for tokens, and there are none. Got the host ${host}.`,
  hint: () => "Make one with `alidade token create`, or listen on 127.0.0.1.",
});
