import type { Socket } from "node:net";
import { channelDown, channelRefused } from "../channel-errors.ts";

/** One answer of a mail server. RFC 5321, 4.2. */
export interface SmtpReply {
  readonly code: number;
  readonly lines: readonly string[];
}

/** A conversation in lines. */
export interface SmtpLines {
  send(line: string): void;
  /** The next answer. Throws `alerts.channel-down` when the server goes away, `alerts.channel-refused` when it speaks something else. */
  reply(): Promise<SmtpReply>;
  /** Stops listening, so that the socket can be given to TLS; nothing may have come beyond the last answer. */
  release(): void;
}

const MOST = 65_536;

/** Speaks over a socket; `place` is what errors call the server. */
export function smtpLines(socket: Socket, place: string): SmtpLines {
  let text = "";
  let over: Error | undefined;
  let wake: (() => void) | undefined;
  const stir = (): void => {
    wake?.();
    wake = undefined;
  };
  const onData = (part: Buffer): void => {
    text += part.toString("latin1");
    if (text.length > MOST) over = channelRefused({ place, problem: "says more than a mail server would" });
    stir();
  };
  const onEnd = (): void => {
    over ??= channelDown({ place, problem: "closed the connection" });
    stir();
  };
  const onError = (error: Error): void => {
    over = error;
    stir();
  };
  socket.on("data", onData).on("end", onEnd).on("close", onEnd).on("error", onError);

  const line = async (): Promise<string> => {
    for (;;) {
      const end = text.indexOf("\n");
      if (end >= 0) {
        const found = text.slice(0, end).replace(/\r$/, "");
        text = text.slice(end + 1);
        return found;
      }
      if (over !== undefined) throw over;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  return {
    send: (words) => void socket.write(`${words}\r\n`),
    async reply() {
      const lines: string[] = [];
      for (;;) {
        const found = /^(\d{3})([ -]?)(.*)$/.exec(await line());
        if (found === null) throw channelRefused({ place, problem: "does not speak SMTP" });
        lines.push(found[3] ?? "");
        if (found[2] !== "-") return { code: Number(found[1]), lines };
      }
    },
    release: () => {
      socket.off("data", onData).off("end", onEnd).off("close", onEnd).off("error", onError);
      // What came before TLS is nobody's word: RFC 3207 and the injections of 2011.
      if (text !== "") throw channelRefused({ place, problem: "sent something between STARTTLS and TLS" });
    },
  };
}
