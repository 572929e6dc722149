import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { type Token, type Tokens, tokenState, tokensOf } from "../../govern/index.ts";
import { messageOf } from "../../kernel/index.ts";
import { type HttpOptions, tlsUnusable } from "../../server/index.ts";
import { scopes } from "../../wire/index.ts";
import type { Invocation } from "../calling/command.ts";

/** What was said on the command line about how to meet those who come. */
export interface HttpWords {
  readonly host: string;
  readonly tlsCert: string | undefined;
  readonly tlsKey: string | undefined;
  readonly origins: readonly string[] | undefined;
  readonly perToken: number | undefined;
  readonly perAddress: number | undefined;
  readonly answerWithin: number;
  readonly drain: number;
  readonly otlp: string | undefined;
  readonly traceShare: number;
}

type Around = Pick<Invocation, "openState" | "clock" | "who" | "cwd" | "env">;

/** The tokens of the state that a command works on. */
export async function openTokens({ openState, clock, who }: Around, create: boolean): Promise<Tokens> {
  const { records } = await openState(create);
  return tokensOf({ records, clock, who, random: randomBytes });
}

/** How a server meets those who come. */
export interface Meeting {
  readonly http: HttpOptions;
  /** What whoever asks must show, once the server listens, in words; empty: nothing. The first token is told in them, this once. */
  wordTokens(): Promise<string>;
}

/**
 * How a server meets those who come, from the command line. Where other machines can reach it and there is no token yet,
 * the first one is made when it listens. Throws `server.tls-unusable`.
 */
export async function meetingOf(around: Around, words: HttpWords): Promise<Meeting> {
  const tls = await tlsOf(around.cwd, words);
  const tokens = await openTokens(around, true);
  let first = "";
  const http: HttpOptions = {
    tokens: tokens.list,
    firstToken: async () => {
      first = await makeFirst(tokens);
    },
    tls,
    origins: words.origins,
    rates: { perToken: words.perToken, perAddress: words.perAddress },
    answerMs: words.answerWithin * 1_000,
    drainMs: words.drain * 1_000,
    traces: tracesOf(around, words),
  };
  return { http, wordTokens: async () => first || wordAsked(await tokens.list(), around.clock.now()) };
}

async function makeFirst(tokens: Tokens): Promise<string> {
  const { token, secret } = await tokens.create({ name: "first", scopes, lastsMs: null });
  return (
    `Other machines can reach this server, so it asks for tokens. This is the first one, told this once; it allows everything ` +
    `and does not expire:\n\n  ${secret}\n\nSend it as \`authorization: Bearer …\`. Make others with \`alidade token create\`, ` +
    `and then \`alidade token revoke ${token.id}\`.\n\n`
  );
}

/** From the first token on everybody is asked for one, also on this machine. */
function wordAsked(all: readonly Token[], now: number): string {
  if (all.length === 0) return "";
  const valid = all.filter((one) => tokenState(one, now) === "valid").length;
  const which = `${valid === 0 ? "None" : valid} of the ${all.length} that were made ${valid === 1 ? "is" : "are"} valid`;
  return `Whoever asks this server shows a token. ${which}: \`alidade token\` lists them, \`alidade token create\` makes one.\n`;
}

/** Where spans go: as it was said, or as the variables of OpenTelemetry say. */
function tracesOf({ env }: Around, { otlp, traceShare: share }: HttpWords): HttpOptions["traces"] {
  const url = otlp ?? env.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (url === undefined || url === "") return undefined;
  const pairs = (env.OTEL_EXPORTER_OTLP_HEADERS ?? "").split(",").filter((pair) => pair.includes("="));
  const headers = Object.fromEntries(
    pairs.map((pair) => [
      pair.slice(0, pair.indexOf("=")).trim(),
      decodeURIComponent(pair.slice(pair.indexOf("=") + 1)),
    ]),
  );
  return { url, share, headers, service: env.OTEL_SERVICE_NAME };
}

async function tlsOf(cwd: string, { tlsCert, tlsKey }: HttpWords): Promise<HttpOptions["tls"]> {
  if (tlsCert === undefined && tlsKey === undefined) return undefined;
  if (tlsCert === undefined || tlsKey === undefined)
    throw tlsUnusable({ why: `only --tls-${tlsCert === undefined ? "key" : "cert"}` });
  const read = (path: string): Promise<Buffer> =>
    readFile(resolve(cwd, path)).catch((thrown: unknown) => {
      throw tlsUnusable({ why: messageOf(thrown) }, thrown);
    });
  const [cert, key] = await Promise.all([read(tlsCert), read(tlsKey)]);
  return { cert, key };
}
