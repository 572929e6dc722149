import { list, number, type OptionSpec, text, withDefault } from "../calling/options.ts";

/** How `serve` spells how it meets those who come to it. */
export interface HttpFlags {
  readonly tlsCert: OptionSpec<string | undefined>;
  readonly tlsKey: OptionSpec<string | undefined>;
  readonly origins: OptionSpec<readonly string[] | undefined>;
  readonly perToken: OptionSpec<number | undefined>;
  readonly perAddress: OptionSpec<number | undefined>;
  readonly answerWithin: OptionSpec<number>;
  readonly drain: OptionSpec<number>;
  readonly otlp: OptionSpec<string | undefined>;
  readonly traceShare: OptionSpec<number>;
}

/** The options of `serve` that say how it meets those who come to it. */
export const httpFlags: HttpFlags = {
  tlsCert: text("file", "certificates in PEM, the server's own first; with --tls-key it answers over https"),
  tlsKey: text("file", "the certificate's key in PEM"),
  origins: list("urls", "origins whose pages may ask from a browser, between commas"),
  perToken: number("n", "the most requests a second with one token; a token's own limit goes first", { min: 0.001 }),
  perAddress: number("n", "the most requests a second from one address", { min: 0.001 }),
  answerWithin: withDefault(
    number("seconds", "how long a question may wait for its answer before it is refused", { min: 0.01, max: 600 }),
    10,
  ),
  drain: withDefault(number("seconds", "how long to be not ready before it stops listening", { min: 0, max: 600 }), 0),
  otlp: text("url", "collector of OpenTelemetry to send spans to (default $OTEL_EXPORTER_OTLP_ENDPOINT, else none)"),
  traceShare: withDefault(
    number("share", "how many requests are followed where the caller does not say", { min: 0, max: 1 }),
    1,
  ),
};
