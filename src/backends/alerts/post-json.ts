import { isSecretRef, type SecretRef, type Secrets } from "../../data/index.ts";
import { messageOf, milliseconds } from "../../kernel/index.ts";
import { channelDown, channelRefused, channelUnfit } from "./channel-errors.ts";

/** Where something is posted to. */
export interface PostTarget {
  readonly url: string | SecretRef;
  readonly headers?: Readonly<Record<string, string | SecretRef>>;
  readonly timeout?: string;
  /** Put behind the address. */
  readonly path?: string;
}

/** Statuses that may be gone the next time. */
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);
/** So much of an answer is read at most. */
const ANSWER = 2_000;

/**
 * Posts JSON once, within a time limit, and follows no redirect, so that no secret goes where it was not meant to. Throws
 * `alerts.channel-down`, which may pass, `alerts.channel-refused`, and `alerts.channel-unfit`.
 */
export async function postJson(
  target: PostTarget,
  body: unknown,
  { secrets, signal }: { readonly secrets: Secrets; readonly signal: AbortSignal | undefined },
): Promise<void> {
  const url = addressOf(target, secrets);
  // The path of a webhook is often its secret.
  const place = secrets.scrub(url.origin);
  const timeout = target.timeout ?? "10s";
  const late = AbortSignal.timeout(milliseconds(timeout));
  let response: Response;
  try {
    response = await fetch(url, {
      method: "POST",
      headers: { ...headersOf(target, secrets), "content-type": "application/json" },
      body: JSON.stringify(body),
      redirect: "manual",
      signal: signal === undefined ? late : AbortSignal.any([late, signal]),
    });
  } catch (thrown) {
    throw channelDown({
      place,
      problem: secrets.scrub(late.aborted ? `gave no answer within ${timeout}` : wordFailure(thrown)),
    });
  }
  const words = withoutPath(secrets.scrub(await beginningOf(response)), url);
  if (response.ok) return;
  const problem = `answered with status ${response.status}${words === "" ? "" : `: ${words}`}`;
  throw PASSING.has(response.status) ? channelDown({ place, problem }) : channelRefused({ place, problem });
}

function addressOf({ url, path = "" }: PostTarget, secrets: Secrets): URL {
  const name = isSecretRef(url) ? `The variable ${url.env}` : "The address";
  const text = secrets.reveal(url).trim();
  const parsed = URL.canParse(text) ? new URL(text) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol))
    throw channelUnfit({ problem: `${name} must hold an address that begins with https:// or http://` });
  if (parsed.username !== "" || parsed.password !== "")
    throw channelUnfit({ problem: `${name} must hold an address without a password; put that into \`headers\`` });
  if (path !== "") parsed.pathname = `${parsed.pathname.replace(/\/+$/, "")}${path}`;
  return parsed;
}

function headersOf({ headers = {} }: PostTarget, secrets: Secrets): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      const text = secrets.reveal(value);
      if (/[\r\n\0]/.test(text)) throw channelUnfit({ problem: `The header ${name} must be one line` });
      return [name, text];
    }),
  );
}

/** An answer may repeat the address that it was asked by, and the address may be the secret. */
function withoutPath(words: string, { pathname, search }: URL): string {
  const parts = [`${pathname}${search}`, pathname, ...pathname.split("/").filter((part) => part.length >= SECRET)];
  return parts.filter((part) => part.length > 1).reduce((text, part) => text.replaceAll(part, "…"), words);
}

/** A part of an address as long as this may be one; a shorter one is a word. */
const SECRET = 8;

function wordFailure(thrown: unknown): string {
  const { cause } = thrown as { readonly cause?: unknown };
  const words =
    cause === undefined ? messageOf(thrown) : messageOf(cause) || String((cause as { code?: unknown }).code);
  return `could not be reached: ${words}`;
}

/** The beginning of an answer in one line; the rest is not read. */
async function beginningOf(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of response.body ?? []) {
      parts.push(part);
      size += part.length;
      if (size >= ANSWER) break;
    }
  } catch {
    // The status says enough.
  }
  return Buffer.concat(parts).toString("utf8").slice(0, 200).replaceAll(/\s+/g, " ").trim();
}
