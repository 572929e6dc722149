import { type Environment, secretsIn } from "../../data/index.ts";
import { isAlidadeError, messageOf, milliseconds } from "../../kernel/index.ts";
import type { EmailOptions } from "../../system/index.ts";
import type { Channel } from "../../watch/index.ts";
import { channelDown, channelUnfit } from "./channel-errors.ts";
import { mailText } from "./smtp/mail-text.ts";
import { type MailJob, sendMail } from "./smtp/send-mail.ts";

/** A channel by mail. `tls` is what a private authority's server needs. */
export function mailChannel(options: EmailOptions, environment: Environment, tls?: MailJob["tls"]): Channel {
  const { from, security = "starttls", timeout = "30s" } = options;
  const to = typeof options.to === "string" ? [options.to] : options.to;
  const { port = security === "tls" ? 465 : 587 } = options;
  return {
    async tell(telling, signal) {
      const secrets = secretsIn(environment);
      const late = AbortSignal.timeout(milliseconds(timeout));
      const given = signal === undefined ? late : AbortSignal.any([late, signal]);
      let place = "The mail server";
      try {
        const host = secrets.reveal(options.host).trim();
        if (!/^[\w.:-]{1,253}$/.test(host))
          throw channelUnfit({ problem: "`host` must be the name or address of a server" });
        place = secrets.scrub(`${host}:${port}`);
        const who = credentials(options, secrets.reveal);
        const text = mailText(telling, { from, to });
        await sendMail({
          place,
          host,
          port,
          security,
          from,
          to,
          text,
          signal: given,
          ...who,
          ...(tls === undefined ? {} : { tls }),
        });
      } catch (thrown) {
        if (late.aborted) throw channelDown({ place, problem: `did not take the mail within ${timeout}` });
        if (isAlidadeError(thrown)) throw thrown;
        const words = messageOf(thrown) || String((thrown as { readonly code?: unknown }).code);
        throw channelDown({ place, problem: secrets.scrub(`could not be reached: ${words}`) });
      }
    },
  };
}

function credentials(
  { user, password }: EmailOptions,
  reveal: ReturnType<typeof secretsIn>["reveal"],
): Pick<MailJob, "user" | "password"> {
  return user === undefined || password === undefined ? {} : { user: reveal(user), password: reveal(password) };
}
