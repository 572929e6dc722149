/** What a batch of questions came to: an answer for each line, and how many of them were refused or failed. */
export interface Answers<T> {
  readonly answers: readonly (T | undefined)[];
  readonly failed: number;
}

/** Tries of a request whose connection is lost. */
const TRIES = 3;

/**
 * Posts one JSON text to a line, as a busy backend does. A lost connection is tried again with the same key, which doubles
 * nothing; a line that is no answer counts as failed.
 */
export async function postLines<T>(url: string, lines: readonly object[], key?: string): Promise<Answers<T>> {
  const headers = {
    "content-type": "application/x-ndjson",
    ...(key === undefined ? {} : { "idempotency-key": key }),
  };
  const said = await postText(url, { headers, body: lines.map((line) => JSON.stringify(line)).join("\n") });
  const answers = lines.map((_, i) => answerIn<T>(said[i]));
  return { answers, failed: answers.filter((answer) => answer === undefined).length };
}

/** The lines of the answer; none where there is no answer after all tries. */
async function postText(url: string, request: RequestInit): Promise<readonly string[]> {
  for (let tries = 0; tries < TRIES; tries++) {
    const text = await fetch(url, { method: "POST", ...request })
      .then((response) => (response.ok ? response.text() : ""))
      .catch(() => undefined);
    if (text !== undefined) return text.split("\n");
  }
  return [];
}

/** A problem document has a title and is no answer. */
function answerIn<T>(text: string | undefined): T | undefined {
  const value = text === undefined || text === "" ? undefined : (JSON.parse(text) as object);
  return value === undefined || "title" in value ? undefined : (value as T);
}
