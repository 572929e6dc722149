import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { TLSSocket } from "node:tls";
import type { Behaviour, Peer } from "../../watch/alerts/telling/channel.conformance.ts";
import type { Channel } from "../../watch/index.ts";

/** What a mail server took. */
export interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: string;
  readonly secure: boolean;
  readonly login: string | undefined;
}

export interface MailPeer extends Peer {
  readonly port: number;
  readonly mails: readonly Mail[];
  /** Every line that clients have said. */
  readonly said: readonly string[];
}

export interface MailPeerOptions {
  /** A certificate and its key: then STARTTLS is offered. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Ways of giving a password. Default both. */
  readonly ways?: string;
  /** Said at once after the answer to STARTTLS, in the clear. */
  readonly injected?: string;
  open(port: number, secret: string): Channel;
}

const SECRET = "pässw0rd-s3cr3t";

/** What all conversations of one server share. */
interface Office {
  readonly mails: Mail[];
  readonly said: string[];
  readonly options: MailPeerOptions;
  how: Behaviour;
}

/** A mail server of a test's own, which knows one password. */
export async function mailPeer(options: MailPeerOptions): Promise<MailPeer> {
  const office: Office = { mails: [], said: [], options, how: "takes" };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    if (office.how === "drops") socket.destroy();
    else if (office.how !== "hangs") converse(socket, false, office).greet();
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  return {
    port,
    mails: office.mails,
    said: office.said,
    secret: SECRET,
    channel: options.open(port, SECRET),
    nowhere: options.open(9, SECRET),
    behave: (next) => {
      office.how = next;
    },
    taken: () => office.mails.map(textOf),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** One conversation: what is heard until the end of a piece, by what it is taken for. */
function converse(socket: Socket, secure: boolean, office: Office): { greet(): void } {
  const { mails, said, options } = office;
  const { tls, ways = "PLAIN LOGIN", injected = "" } = options;
  let mail: Omit<Mail, "raw" | "secure"> = { from: "", to: [], login: undefined };
  let user = "";
  let text = "";
  let hear: (piece: string) => void = command;
  const say = (line: string) => void socket.write(`${line}\r\n`);
  const decoded = (word: string) => Buffer.from(word, "base64").toString("utf8");
  const login = (who: string, password: string | undefined) => {
    const isRight = password === SECRET;
    mail = { ...mail, login: isRight ? who : undefined };
    say(isRight ? "235 2.7.0 welcome" : "535 5.7.8 wrong");
  };

  const verbs: Readonly<Record<string, (line: string) => void>> = {
    EHLO: () => {
      const more = tls !== undefined && !secure ? "250-STARTTLS\r\n" : "";
      say(`250-mail.example\r\n250-8BITMIME\r\n${more}250 AUTH ${ways}`);
    },
    STARTTLS: () => {
      socket.removeAllListeners("data");
      socket.write(`220 go on\r\n${injected}`);
      if (injected === "") converse(new TLSSocket(socket, { isServer: true, ...tls }), true, office);
    },
    AUTH: (line) => {
      const [, who = "", password] = decoded(line.slice("AUTH PLAIN ".length)).split("\0");
      if (line.startsWith("AUTH PLAIN ")) return login(who, password);
      hear = nameOfUser;
      say("334 VXNlcm5hbWU6");
    },
    MAIL: (line) => {
      mail = { ...mail, from: line.slice("MAIL FROM:<".length, -1), to: [] };
      say({ busy: "451 4.3.0 later", refuses: "550 5.7.1 not from you" }[office.how as string] ?? "250 ok");
    },
    RCPT: (line) => {
      mail = { ...mail, to: [...mail.to, line.slice("RCPT TO:<".length, -1)] };
      say("250 ok");
    },
    DATA: () => {
      hear = letter;
      say("354 go on");
    },
    QUIT: () => say("221 bye"),
  };

  function command(line: string): void {
    said.push(line);
    (verbs[line.split(/[ :]/)[0] ?? ""] ?? (() => say("500 what?")))(line);
  }
  function nameOfUser(line: string): void {
    user = decoded(line);
    hear = (password) => {
      hear = command;
      login(user, decoded(password));
    };
    say("334 UGFzc3dvcmQ6");
  }
  function letter(raw: string): void {
    hear = command;
    mails.push({ ...mail, raw: raw.replaceAll(/^\.\./gm, "."), secure });
    say("250 taken");
  }

  socket
    .on("error", () => undefined)
    .on("data", (part: Buffer) => {
      text += part.toString("latin1");
      for (let end = text.indexOf(ending()); end >= 0; end = text.indexOf(ending())) {
        const [piece, length] = [text.slice(0, end), ending().length];
        text = text.slice(end + length);
        hear(piece);
      }
    });
  const ending = () => (hear === letter ? "\r\n.\r\n" : "\r\n");
  return { greet: () => say("220 mail.example ESMTP") };
}

/** A mail as somebody reads it: its subject and its body. */
export function textOf({ raw }: Mail): string {
  const [head = "", body = ""] = raw.split("\r\n\r\n");
  const subject = /^Subject: ((?:.*\r\n )*.*)$/m.exec(head)?.[1] ?? "";
  const decoded = subject.replaceAll(/=\?utf-8\?B\?([^?]*)\?=(?:\r\n )?/g, (_, word: string) =>
    Buffer.from(word, "base64").toString("utf8"),
  );
  return `${decoded}\n${Buffer.from(body, "base64").toString("utf8")}`;
}
