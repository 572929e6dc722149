import { connect, type Socket } from "node:net";

/** What came back. */
export interface Answer {
  readonly status: number;
  /** One character for each byte, which is the text itself where that is ASCII. */
  readonly body: string;
}

/** Why no answer came: the server did not take the connection, or took the request and did not answer it. */
export type Broken = "refused" | "unanswered";

/** A kept-open HTTP/1.1 connection, made when it is first needed: one request under way at a time. */
export interface Connection {
  /** Resolves to the answer, or to why there is none. */
  ask(request: Buffer): Promise<Answer | Broken>;
  close(): void;
}

/** A whole request as it goes over the wire. */
export function requestOf(
  url: string,
  { path, body, headers = {} }: { path: string; body: string; headers?: Readonly<Record<string, string>> },
): Buffer {
  const more = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `POST ${path} HTTP/1.1\r\nhost: ${new URL(url).host}\r\ncontent-type: application/json\r\n`;
  return Buffer.from(`${head}content-length: ${Buffer.byteLength(body)}\r\n${more.join("")}\r\n${body}`);
}

interface Asked {
  readonly request: Buffer;
  readonly resolve: (answer: Answer | Broken) => void;
  /** Whether a connection that had gone stale was replaced already. */
  readonly isAgain: boolean;
}

/**
 * Opens a connection over a bare socket: a client with all of HTTP would cost as much as the server that it measures. A
 * server may end an idle connection just as a request is on its way, before it saw any of it: a request that meets that is
 * sent once more, as every client does, unless `again` is false.
 */
export function connectionTo(url: string, again = true): Connection {
  const { hostname, port } = new URL(url);
  let socket: Socket | undefined;
  let asked: Asked | undefined;
  let got = "";
  const settle = (answer: Answer | Broken): void => {
    const { resolve } = asked as Asked;
    asked = undefined;
    got = "";
    resolve(answer);
  };
  const send = (next: Asked): void => {
    asked = next;
    const isFresh = socket === undefined;
    socket ??= open();
    socket.write(next.request);
    if (isFresh) asked = { ...next, isAgain: true };
  };
  const open = (): Socket => {
    const opened = connect({ host: hostname, port: Number(port), noDelay: true });
    let isConnected = false;
    opened.once("connect", () => {
      isConnected = true;
    });
    opened.on("data", (bytes) => {
      got += bytes.toString("latin1");
      const answer = parse(got);
      if (answer === undefined || asked === undefined) return;
      if (answer.isLast) drop(opened);
      settle(answer);
    });
    opened.on("error", () => {});
    opened.on("close", () => {
      if (socket !== opened) return;
      socket = undefined;
      if (asked === undefined) return;
      if (again && !asked.isAgain && got === "") send({ ...asked, isAgain: true });
      else settle(isConnected ? "unanswered" : "refused");
    });
    return opened;
  };
  const drop = (one: Socket): void => {
    if (socket === one) socket = undefined;
    one.end();
  };
  return {
    ask: (request) => new Promise((resolve) => send({ request, resolve, isAgain: !again })),
    close: () => socket?.destroy(),
  };
}

/** An answer that is all there; undefined while some of it is missing. */
function parse(got: string): (Answer & { readonly isLast: boolean }) | undefined {
  const end = got.indexOf("\r\n\r\n");
  if (end === -1) return undefined;
  const head = got.slice(0, end).toLowerCase();
  const body = got.slice(end + 4);
  const length = /\r\ncontent-length: *(\d+)/.exec(head)?.[1];
  const isWhole = length === undefined ? /(^|\r\n)0\r\n\r\n$/.test(body) : body.length >= Number(length);
  if (!isWhole) return undefined;
  return { status: Number(head.slice(9, 12)), body, isLast: head.includes("\r\nconnection: close") };
}
