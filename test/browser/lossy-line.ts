import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What becomes of a request: it goes through, it never arrives, or it arrives and its answer does not. */
export type Fate = "through" | "lost" | "unanswered";

/** A line between pages and a server, which does with every request what it is told. */
export interface LossyLine {
  readonly url: string;
  fate: Fate;
  /** How many requests had each fate. */
  readonly had: Record<Fate, number>;
  close(): Promise<void>;
}

/** Opens a line to a server. */
export async function lineTo(server: string): Promise<LossyLine> {
  const had = { through: 0, lost: 0, unanswered: 0 };
  const state: { fate: Fate } = { fate: "through" };
  const front: Server = createServer((request, response) => {
    // A browser's question whether it may ask is no request of the page.
    const fate = request.method === "OPTIONS" && state.fate === "unanswered" ? "through" : state.fate;
    if (request.method !== "OPTIONS") had[fate]++;
    void pass(server, { request, response, fate });
  });
  await new Promise<void>((ready) => front.listen(0, "127.0.0.1", ready));
  const url = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
  const close = async (): Promise<void> => {
    front.closeAllConnections();
    await new Promise((done) => front.close(done));
  };
  return Object.assign(state, { url, had, close });
}

interface Passing {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly fate: Fate;
}

async function pass(server: string, { request, response, fate }: Passing): Promise<void> {
  if (fate === "lost") return void request.socket.destroy();
  const { host: _host, connection: _connection, "content-length": _length, ...headers } = request.headers;
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const answer = await fetch(`${server}${request.url}`, {
    method: request.method ?? "GET",
    headers: headers as Record<string, string>,
    ...(chunks.length === 0 ? {} : { body: Buffer.concat(chunks) }),
  });
  const text = await answer.text();
  if (fate === "unanswered") return void request.socket.destroy();
  const said = [...answer.headers].filter(
    ([name]) => !/^(content-encoding|content-length|connection|transfer-)/.test(name),
  );
  response.writeHead(answer.status, Object.fromEntries(said));
  response.end(text);
}
