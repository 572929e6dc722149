import { type HttpOptions, type Secrets, type SourceContext, sourceRefused, sourceUnavailable } from "../data/index.ts";
import { isAlidadeError, messageOf, milliseconds } from "../kernel/index.ts";

/** One page as it came. */
export interface HttpPage {
  readonly body: unknown;
  /** The address of the next page, as the `Link` header names it. */
  readonly link?: string;
}

/** Fetches pages of one source. */
export interface HttpPages {
  /** The page of an address. Throws `data.source-unavailable` when every try failed, `data.source-refused`. */
  get(url: URL): Promise<HttpPage>;
}

/** Statuses that may be gone the next time. */
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);
const FIRST_WAIT = 500;
const LONGEST_WAIT = 60_000;
/** A server that asks for more patience than this is left alone until the next pull. */
const MOST_PATIENCE = 300_000;
const MOST_REDIRECTS = 5;
const LARGEST = 64 * 1_048_576;

interface Answer {
  readonly page?: HttpPage;
  /** Milliseconds after which the server may be asked again, when it says so. */
  readonly wait?: number;
  /** Why there is no page. */
  readonly problem?: string;
}

/**
 * Fetches with a time limit, a size limit, and further tries with exponential waits and full jitter (Brooker,
 * "Exponential Backoff And Jitter", 2015). `Retry-After` and the `RateLimit` headers are obeyed. An address with secrets
 * is never followed to another host.
 */
export function httpPages(options: HttpOptions, context: SourceContext, secrets: Secrets): HttpPages {
  const { retries = 5 } = options;
  const now = (): number => (context.clock === undefined ? Date.now() : context.clock.now());
  const sleep = context.sleep ?? ((ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms)));
  let pauseUntil = 0;
  const wait = async (ms: number, url: URL): Promise<void> => {
    context.signal?.throwIfAborted();
    if (ms > MOST_PATIENCE) {
      const problem = `asks to be left alone for ${Math.ceil(ms / 60_000)} minutes`;
      throw sourceUnavailable({ place: placeOf(url, secrets), problem });
    }
    if (ms > 0) await sleep(ms);
  };
  return {
    async get(url) {
      for (let tries = 0; ; tries++) {
        await wait(pauseUntil - now(), url);
        const answer = await ask(url, { options, secrets, now });
        pauseUntil = answer.page === undefined ? 0 : now() + (answer.wait ?? 0);
        if (answer.page !== undefined) return answer.page;
        const problem = `failed ${tries + 1} times, the last time with ${answer.problem}`;
        if (tries >= retries) throw sourceUnavailable({ place: placeOf(url, secrets), problem });
        const backOff = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** tries) * (context.rng?.uniform() ?? 1);
        await wait(answer.wait ?? backOff, url);
      }
    },
  };
}

interface Asking {
  readonly options: HttpOptions;
  readonly secrets: Secrets;
  readonly now: () => number;
}

/** One try. What may pass is an answer with a problem; what will not is thrown. */
async function ask(url: URL, asking: Asking): Promise<Answer> {
  const { options, secrets, now } = asking;
  const signal = AbortSignal.timeout(milliseconds(options.timeout ?? "30s"));
  try {
    const response = await follow(url, asking, signal);
    const wait = waitOf(response.headers, now());
    if (PASSING.has(response.status)) {
      await response.body?.cancel();
      return { problem: `status ${response.status}`, ...(wait === undefined ? {} : { wait }) };
    }
    if (!response.ok) throw sourceRefused(await refusal(response, placeOf(url, secrets), secrets));
    const body = parsed(await textOf(response, url, asking), placeOf(url, secrets));
    const link = nextLink(response.headers.get("link"));
    return { page: { body, ...(link === undefined ? {} : { link }) }, ...(wait === undefined ? {} : { wait }) };
  } catch (thrown) {
    if (isAlidadeError(thrown)) throw thrown;
    return { problem: wordFailure(thrown, secrets, options.timeout ?? "30s") };
  }
}

function wordFailure(thrown: unknown, secrets: Secrets, timeout: string): string {
  if ((thrown as { name?: unknown }).name === "TimeoutError") return `no answer within ${timeout}`;
  const { cause } = thrown as { cause?: unknown };
  const words =
    cause === undefined
      ? messageOf(thrown)
      : `${messageOf(thrown)}: ${messageOf(cause) || String((cause as { code?: unknown }).code)}`;
  return secrets.scrub(words);
}

/** Follows redirects by hand, so that no secret goes where it was not meant to. */
async function follow(url: URL, { options, secrets }: Asking, signal: AbortSignal): Promise<Response> {
  const headers = Object.entries(options.headers ?? {}).map(([name, value]) => [name, secrets.reveal(value)]);
  let at = url;
  for (let redirects = 0; ; redirects++) {
    const response = await fetch(at, {
      headers: { accept: "application/json", ...Object.fromEntries(headers) },
      redirect: "manual",
      signal,
    });
    const location = response.headers.get("location");
    if (response.status < 300 || response.status >= 400 || location === null) return response;
    await response.body?.cancel();
    const next = new URL(location, at);
    checkHost(next, url, secrets);
    if (redirects === MOST_REDIRECTS)
      throw sourceRefused({ place: placeOf(url, secrets), problem: `redirects more than ${MOST_REDIRECTS} times` });
    at = next;
  }
}

/** Throws `data.source-refused` for an address to which the secrets of another must not be sent. */
export function checkHost(next: URL, from: URL, secrets: Secrets): void {
  if (next.origin === from.origin || (!secrets.any && /^https?:$/.test(next.protocol))) return;
  throw sourceRefused({
    place: placeOf(from, secrets),
    problem: `leads to ${next.origin}, and secrets of ${from.host} are not sent there`,
    advice: "If that is right, name that address as the source.",
  });
}

/** The body, cut off when it is larger than allowed. */
async function textOf(response: Response, url: URL, { options, secrets }: Asking): Promise<string> {
  const limit = options.maxBytes ?? LARGEST;
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > limit)
      throw sourceRefused({
        place: placeOf(url, secrets),
        problem: `gives a page of more than ${limit.toLocaleString("en-US")} bytes`,
        advice: "Ask for smaller pages with `query`, or raise `maxBytes`.",
      });
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

function parsed(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const problem = `gives something else than JSON: ${JSON.stringify(text.slice(0, 60))}`;
    throw sourceRefused({
      place,
      problem,
      advice: "Check the address; many servers answer an error with a page of HTML.",
    });
  }
}

async function refusal(
  response: Response,
  place: string,
  secrets: Secrets,
): Promise<{ place: string; problem: string; advice?: string }> {
  const words = secrets.scrub((await response.text().catch(() => "")).slice(0, 200).replaceAll(/\s+/g, " ").trim());
  const problem = `answers with status ${response.status}${words === "" ? "" : `: ${words}`}`;
  const isDenied = response.status === 401 || response.status === 403;
  return {
    place,
    problem,
    ...(isDenied ? { advice: "Check the secret in the environment, and what it may read." } : {}),
  };
}

/** How long the server wants to be left alone: after a refusal, or because this answer was the last of its allowance. */
function waitOf(headers: Headers, now: number): number | undefined {
  const after = headers.get("retry-after");
  if (after !== null)
    return Math.max(0, /^\d+$/.test(after.trim()) ? Number(after) * 1_000 : Date.parse(after) - now) || 0;
  const left = headers.get("ratelimit-remaining") ?? headers.get("x-ratelimit-remaining");
  const reset = Number(headers.get("ratelimit-reset") ?? headers.get("x-ratelimit-reset") ?? Number.NaN);
  if (left === null || Number(left) > 0 || !Number.isFinite(reset)) return undefined;
  // Some count seconds from now, others give the second itself.
  return Math.max(0, reset > 1_000_000_000 ? reset * 1_000 - now : reset * 1_000);
}

/** RFC 8288: `<https://…>; rel="next"`. */
function nextLink(header: string | null): string | undefined {
  return /<([^>]*)>\s*;[^,]*\brel="?[^",]*\bnext\b/i.exec(header ?? "")?.[1];
}

/** The address for a person: its query may hold secrets, and is left out. */
export function placeOf(url: URL, secrets: Secrets): string {
  return secrets.scrub(`${url.origin}${url.pathname}`);
}
