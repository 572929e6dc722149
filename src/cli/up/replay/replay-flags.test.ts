import { expect, test } from "vitest";
import type { UpWords } from "../up-plan.ts";
import { checkReplayFlags } from "./replay-flags.ts";

const plain = { host: "127.0.0.1", workers: 1, answerWithin: 5, drain: 1 } as UpWords;

test("options of a server that nobody but the replay asks are taken", () => {
  expect(() => checkReplayFlags(plain)).not.toThrow();
  for (const host of ["localhost", "::1"]) expect(() => checkReplayFlags({ ...plain, host })).not.toThrow();
});

test("options about callers from elsewhere, and threads, are refused beside a replay", () => {
  for (const [words, said] of [
    [{ tlsCert: "cert.pem", tlsKey: "key.pem" }, "`--tls-cert` is about callers from elsewhere"],
    [{ tlsKey: "key.pem" }, "`--tls-key`"],
    [{ perToken: 5 }, "`--per-token`"],
    [{ perAddress: 5 }, "`--per-address`"],
    [{ origins: ["https://shop.example"] }, "`--origins`"],
    [{ host: "0.0.0.0" }, 'such as 127.0.0.1, the default. Got "0.0.0.0"'],
    [{ workers: 2 }, "Got `--workers 2`: leave it out"],
  ] as const) {
    const check = (): void => checkReplayFlags({ ...plain, ...words });
    expect(check).toThrow(expect.objectContaining({ code: "cli.usage", message: expect.stringContaining(said) }));
  }
});
