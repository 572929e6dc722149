import { connect as connectPlain, isIP, type Socket } from "node:net";
import { type ConnectionOptions, connect as connectTls } from "node:tls";
import { channelDown, channelRefused } from "../channel-errors.ts";
import { type SmtpLines, type SmtpReply, smtpLines } from "./smtp-line.ts";

/** Who takes a mail from whom, for whom. Addresses are checked: nothing in them can end a line. */
export interface MailJob {
  /** What errors call the server. */
  readonly place: string;
  readonly host: string;
  readonly port: number;
  readonly security: "starttls" | "tls" | "none";
  readonly user?: string;
  readonly password?: string;
  readonly from: string;
  readonly to: readonly string[];
  /** The whole mail, in lines of at most 998 bytes of ASCII that end with CRLF. */
  readonly text: string;
  readonly signal: AbortSignal;
  /** What a private authority's server needs: tests have one. */
  readonly tls?: Pick<ConnectionOptions, "ca">;
}

/**
 * Sends one mail over one connection. RFC 5321, 3207, 4954. Throws `alerts.channel-down`, `alerts.channel-refused`, or what the
 * network throws.
 */
export async function sendMail(job: MailJob): Promise<void> {
  const { place } = job;
  let socket = await opened(job);
  const abort = (): void => void socket.destroy(tookTooLong(place));
  job.signal.addEventListener("abort", abort);
  try {
    let lines = smtpLines(socket, place);
    await expect(lines, { code: 220, shown: "the connection", place });
    let offers = await hello(lines, place);
    if (job.security === "starttls") {
      if (!offers.has("STARTTLS"))
        throw channelRefused({ place, problem: "offers no STARTTLS, and without it nothing is sent" });
      await command(lines, "STARTTLS", { code: 220, place });
      lines.release();
      socket = await secured(socket, job);
      lines = smtpLines(socket, place);
      offers = await hello(lines, place);
    }
    if (job.password !== undefined) await authenticate(lines, offers, job);
    await deliver(lines, job);
  } finally {
    job.signal.removeEventListener("abort", abort);
    socket.destroy();
  }
}

async function deliver(lines: SmtpLines, { from, to, text, place }: MailJob): Promise<void> {
  await command(lines, `MAIL FROM:<${from}>`, { code: 250, place });
  for (const one of to) await command(lines, `RCPT TO:<${one}>`, { code: 250, place });
  await command(lines, "DATA", { code: 354, place });
  // A line that begins with a dot would end the mail: RFC 5321, 4.5.2.
  lines.send(`${text.replaceAll(/^\./gm, "..")}\r\n.`);
  await expect(lines, { code: 250, shown: "the mail", place });
  lines.send("QUIT");
}

async function opened({ host, port, security, tls, signal, place }: MailJob): Promise<Socket> {
  signal.throwIfAborted();
  const socket = security === "tls" ? connectTls({ host, port, ...named(host), ...tls }) : connectPlain({ host, port });
  await ready(socket, security === "tls" ? "secureConnect" : "connect", { signal, place });
  return socket;
}

async function secured(socket: Socket, { host, tls, signal, place }: MailJob): Promise<Socket> {
  const secure = connectTls({ socket, ...named(host), ...tls });
  await ready(secure, "secureConnect", { signal, place });
  return secure;
}

/** An address is no name for a certificate's sake; its own check goes by the address. */
function named(host: string): { readonly servername?: string } {
  return isIP(host) === 0 ? { servername: host } : {};
}

function tookTooLong(place: string): Error {
  return channelDown({ place, problem: "took too long" });
}

function ready(
  socket: Socket,
  event: "connect" | "secureConnect",
  { signal, place }: Pick<MailJob, "signal" | "place">,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => void socket.destroy(tookTooLong(place));
    const settle = (done: () => void): void => {
      signal.removeEventListener("abort", abort);
      socket.off("error", failed).off("close", gone);
      done();
    };
    const failed = (error: Error): void => settle(() => reject(error));
    const gone = (): void => settle(() => reject(channelDown({ place, problem: "closed the connection" })));
    signal.addEventListener("abort", abort);
    socket.on("error", failed).on("close", gone);
    socket.once(event, () => settle(resolve));
  });
}

/** What the server can do, in capitals: `STARTTLS`, `AUTH PLAIN LOGIN`. */
async function hello(lines: SmtpLines, place: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const { lines: said } = await command(lines, "EHLO alidade.invalid", { code: 250, place });
  return new Map(
    said.slice(1).map((offer) => {
      const [name = "", ...rest] = offer.toUpperCase().split(/[ =]+/);
      return [name, rest];
    }),
  );
}

async function authenticate(
  lines: SmtpLines,
  offers: ReadonlyMap<string, readonly string[]>,
  { user = "", password = "", place }: MailJob,
): Promise<void> {
  const shown = "AUTH";
  const ways = offers.get("AUTH") ?? [];
  const encoded = (text: string): string => Buffer.from(text, "utf8").toString("base64");
  if (ways.includes("PLAIN")) {
    await command(lines, `AUTH PLAIN ${encoded(`\0${user}\0${password}`)}`, { code: 235, shown, place });
    return;
  }
  if (!ways.includes("LOGIN")) throw channelRefused({ place, problem: "takes no password by PLAIN or LOGIN" });
  await command(lines, "AUTH LOGIN", { code: 334, shown, place });
  await command(lines, encoded(user), { code: 334, shown, place });
  await command(lines, encoded(password), { code: 235, shown, place });
}

interface Wanted {
  readonly code: number;
  /** What errors call it, where it holds a secret or is no word. */
  readonly shown?: string;
  readonly place: string;
}

/** Says one thing and hears the answer. */
async function command(lines: SmtpLines, words: string, wanted: Wanted): Promise<SmtpReply> {
  lines.send(words);
  return await expect(lines, { shown: words.split(/[: ]/)[0] ?? words, ...wanted });
}

async function expect(lines: SmtpLines, { code, shown = "it", place }: Wanted): Promise<SmtpReply> {
  const reply = await lines.reply();
  if (reply.code === code) return reply;
  const words = reply.lines
    .join(" ")
    .replaceAll(/[^\x20-\x7e]+/g, " ")
    .slice(0, 200);
  const problem = `answered ${shown} with ${reply.code} ${words}`.trim();
  throw reply.code < 500 ? channelDown({ place, problem }) : channelRefused({ place, problem });
}
