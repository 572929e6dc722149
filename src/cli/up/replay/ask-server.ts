import { once } from "node:events";
import { Agent, type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { messageOf } from "../../../kernel/index.ts";
import { replayShut, replayUnanswered } from "./replay-errors.ts";

/** What a server answered: what was asked for, or why not. */
export interface Answered {
  readonly said?: { readonly id?: string };
  readonly why?: string;
}

/** Asks one server, on connections that stay open. */
export interface Asking {
  /** Throws `cli.input.replay-shut`, `cli.input.replay-unanswered`. */
  ask(path: string, body: object): Promise<Answered>;
  /** To be called when everything was answered. */
  close(): void;
}

/** Asks the server at a URL, without a slash at its end. */
export function openAsking(url: string): Asking {
  // With `fetch` a whole replay takes a third more of the processor.
  const agent = new Agent({ keepAlive: true });
  return {
    async ask(path, body) {
      const { status, said } = await post(`${url}${path}`, body, agent).catch((thrown) => {
        throw replayUnanswered({ url, why: messageOf(thrown) }, thrown);
      });
      if (status < 300) return { said };
      const why = said.detail ?? said.title ?? `it answered ${status}`;
      if (SHUT.includes(status)) throw replayShut({ why: `It was answered with ${status}: ${why}` });
      return { why };
    },
    close: () => agent.destroy(),
  };
}

/** Answers that every other row would get as well: a token is missing, something is not allowed, too much was asked. */
const SHUT = [401, 403, 429];

/** What the answer to a question or to a report may say. */
interface Said {
  readonly id?: string;
  readonly detail?: string;
  readonly title?: string;
}

async function post(
  url: string,
  body: object,
  agent: Agent,
): Promise<{ readonly status: number; readonly said: Said }> {
  const asked = request(url, { method: "POST", headers: { "content-type": "application/json" }, agent });
  asked.end(JSON.stringify(body));
  const [answer] = (await once(asked, "response")) as [IncomingMessage];
  return { status: answer.statusCode ?? 0, said: JSON.parse(await text(answer)) as Said };
}
