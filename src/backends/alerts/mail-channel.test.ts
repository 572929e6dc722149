import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type EmailOptions, email } from "../../system/index.ts";
import { channelConformance, telling } from "../../watch/alerts/telling/channel.conformance.ts";
import { mailChannel } from "./mail-channel.ts";
import { type MailPeer, type MailPeerOptions, mailPeer, textOf } from "./mail-peer.conformance.ts";

const base = {
  to: ["ops@example.com", "boss@example.com"],
  from: "alidade@example.com",
  host: "localhost",
  timeout: "300ms",
} as const;
const login = { user: "ada", password: { env: "MAIL" } } as const;

/** A certificate for localhost of a test's own; undefined on a machine without openssl. */
function certificate(): { readonly key: string; readonly cert: string } | undefined {
  const folder = mkdtempSync(join(tmpdir(), "alidade-mail-"));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  try {
    const words = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost`;
    execFileSync("openssl", [...words.split(" "), "-keyout", key, "-out", cert], { stdio: "ignore" });
    return { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") };
  } catch {
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const plain = (of: Partial<EmailOptions> = {}, more: Partial<MailPeerOptions> = {}) =>
  mailPeer({
    ...more,
    open: (port, secret) => mailChannel({ ...base, port, security: "none", ...of }, { MAIL: secret }),
  });

channelConformance("mail", () => plain(login));

describe("a mail", () => {
  let peer: MailPeer;
  beforeAll(async () => {
    peer = await plain();
  });
  afterAll(() => peer.close());

  test("goes to all, has the headers of a mail, and no line too long", async () => {
    await peer.channel.tell(telling());
    const { from, to, raw } = peer.mails.at(-1) ?? { from: "", to: [], raw: "" };
    expect([from, to]).toEqual(["alidade@example.com", ["ops@example.com", "boss@example.com"]]);
    const [head = ""] = raw.split("\r\n\r\n");
    expect(head.replaceAll(/^Subject: .*$/gm, "Subject")).toBe(
      [
        "From: Alidade <alidade@example.com>",
        "To: ops@example.com,",
        " boss@example.com",
        "Subject",
        // A subject of several encoded words goes on in further lines.
        ...head.split("\r\n").filter((line) => line.startsWith(" =?")),
        "Date: Fri, 20 Nov 2026 14:00:00 +0000",
        "Message-ID: <alr_0123456789abcdef@example.com>",
        "Auto-Submitted: auto-generated",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: base64",
      ].join("\r\n"),
    );
    for (const line of raw.split("\r\n")) expect(line.length).toBeLessThanOrEqual(84);
  });

  test("about the same alert is an answer to the first", async () => {
    await peer.channel.tell(telling({ news: 2 }, "escalated"));
    expect(peer.mails.at(-1)?.raw).toContain("References: <alr_0123456789abcdef@example.com>\r\n");
  });

  test("has no header that the data wrote", async () => {
    await peer.channel.tell(telling({ system: "x", what: "a\r\nBcc: all@example.com\r\n\r\nhello" }));
    const mail = peer.mails.at(-1);
    expect(mail?.raw).not.toMatch(/^Bcc/m);
    expect(mail?.to).toHaveLength(2);
    expect(textOf(mail ?? { from: "", to: [], raw: "", secure: false, login: undefined })).toContain(
      "a Bcc: all@example.com hello",
    );
  });

  test.each([
    [{ to: "a@b.example\r\nBcc: x@y.example" }, "an address such as"],
    [{ to: "Ops <ops@example.com>" }, "an address such as"],
    [{ to: [] }, "1 to 50"],
    [{ from: "nobody" }, "an address such as"],
    [{ host: "mail.example.com/x" }, "without a port"],
    [{ port: 0 }, "1 to 65535"],
    [{ security: "ssl" }, '"starttls", "tls" or "none"'],
    [{ user: "ada" }, "either both are given, or neither"],
    [{ user: "ada", password: "secret" }, "must stand in the environment"],
  ])("declared with %j is refused", (of, words) => {
    expect(() => email({ ...base, ...of } as never)).toThrow(words);
  });
});

describe("a password", () => {
  test.each(["PLAIN", "LOGIN"])("is given by %s", async (ways) => {
    const peer = await plain(login, { ways });
    try {
      await peer.channel.tell(telling());
      expect(peer.mails).toMatchObject([{ login: "ada" }]);
    } finally {
      await peer.close();
    }
  });

  test("that is wrong is refused without being said again", async () => {
    const peer = await mailPeer({
      open: (port) => mailChannel({ ...base, port, security: "none", ...login }, { MAIL: "another-s3cr3t" }),
    });
    try {
      const told = peer.channel.tell(telling());
      await expect(told).rejects.toMatchObject({ code: "alerts.channel-refused", retryable: false });
      await expect(told).rejects.toThrow(/answered AUTH with 535/);
      await expect(told).rejects.not.toThrow("s3cr3t");
    } finally {
      await peer.close();
    }
  });
});

const tls = certificate();

describe.skipIf(tls === undefined)("STARTTLS", () => {
  const secured = (more: Partial<MailPeerOptions> = {}, ca = tls?.cert) =>
    mailPeer({
      ...more,
      open: (port, secret) =>
        mailChannel({ ...base, port, ...login }, { MAIL: secret }, ca === undefined ? undefined : { ca }),
    });

  test("comes before the password and the mail", async () => {
    const peer = await secured(tls === undefined ? {} : { tls });
    try {
      await peer.channel.tell(telling());
      expect(peer.mails).toMatchObject([{ secure: true, login: "ada" }]);
      expect(peer.said.slice(0, 4).map((line) => line.split(" ")[0])).toEqual(["EHLO", "STARTTLS", "EHLO", "AUTH"]);
    } finally {
      await peer.close();
    }
  });

  test.each([
    ["not offered", {}, /offers no STARTTLS/],
    ["offered with words slipped in before it", { tls, injected: "250 hello\r\n" }, /between STARTTLS and TLS/],
    ["offered by somebody else", { tls, ca: null }, /certificate/],
  ])("that is %s is not gone without: nothing is sent", async (_, { ca, ...more }: { ca?: null } & object, words) => {
    const peer =
      ca === null
        ? await mailPeer({
            ...more,
            open: (port, secret) => mailChannel({ ...base, port, ...login }, { MAIL: secret }),
          })
        : await secured(more);
    try {
      await expect(peer.channel.tell(telling())).rejects.toThrow(words);
      expect([peer.mails, peer.said.filter((line) => line.startsWith("AUTH"))]).toEqual([[], []]);
    } finally {
      await peer.close();
    }
  });
});
