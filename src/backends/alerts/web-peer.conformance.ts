import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Behaviour, Peer } from "../../watch/alerts/telling/channel.conformance.ts";
import type { Channel } from "../../watch/index.ts";

/** What came in one request. */
export interface Request {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
}

export interface WebPeer extends Peer {
  readonly url: string;
  readonly requests: readonly Request[];
}

const STATUS: Readonly<Record<Behaviour, number>> = { takes: 200, busy: 503, refuses: 403, hangs: 0, drops: 0 };

/** A web server of a test's own; `open` makes the channel for an address that holds a secret. */
export async function webPeer(open: (url: string, secret: string) => Channel): Promise<WebPeer> {
  const requests: Request[] = [];
  let how: Behaviour = "takes";
  const secret = "T0P53CR3T";
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    if (how === "hangs") return;
    if (how === "drops") return void request.socket.destroy();
    const { method, url: path, headers } = request;
    if (how === "takes")
      requests.push({ method, path, headers, body: JSON.parse(Buffer.concat(parts).toString("utf8")) });
    response.writeHead(STATUS[how]).end(how === "refuses" ? `no: ${path} is unknown` : "ok");
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    requests,
    secret,
    channel: open(url, secret),
    nowhere: open("http://127.0.0.1:9", secret),
    behave: (next) => {
      how = next;
    },
    taken: () => requests.map(({ body }) => texts(body).join("\n")),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Every text in a value. */
function texts(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(texts) : [];
}
