import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { alertmanager, webhook } from "../../system/index.ts";
import { channelConformance, telling } from "../../watch/alerts/telling/channel.conformance.ts";
import { alertmanagerChannel, webhookChannel } from "./web-channels.ts";
import { type WebPeer, webPeer } from "./web-peer.conformance.ts";

const timeout = "200ms";
const openWebhook = (url: string, secret: string) =>
  webhookChannel({ url: { env: "HOOK" }, timeout }, { HOOK: `${url}/services/${secret}` });
const openManager = (url: string, secret: string) =>
  alertmanagerChannel(
    { url, timeout, labels: { team: "growth" }, headers: { authorization: { env: "TOKEN", before: "Bearer " } } },
    { TOKEN: secret },
  );

channelConformance("webhook", () => webPeer(openWebhook));
channelConformance("Alertmanager", () => webPeer(openManager));

let peer: WebPeer;
beforeAll(async () => {
  peer = await webPeer(openWebhook);
});
afterAll(() => peer.close());

describe("a webhook", () => {
  test("posts what Slack reads: a text and blocks within its limits, none of it a mention", async () => {
    await peer.channel.tell(telling({ what: `<!channel> & ${"é🚨".repeat(2_000)}` }));
    const { method, path, headers, body } = peer.requests.at(-1) ?? {};
    expect([method, path, headers?.["content-type"]]).toEqual(["POST", `/services/${peer.secret}`, "application/json"]);
    const { text, blocks } = body as { text: string; blocks: { type: string; text?: { text: string } }[] };
    expect(blocks.map(({ type }) => type)).toEqual(["header", "section", "section", "section", "context"]);
    expect(text).toContain("&lt;!channel&gt; &amp;");
    expect(text.length).toBeLessThanOrEqual(4_000);
    expect(blocks[0]?.text?.text.length).toBeLessThanOrEqual(150);
    for (const block of blocks) expect(block.text?.text.length ?? 0).toBeLessThanOrEqual(3_000);
    expect(JSON.stringify(body).isWellFormed()).toBe(true);
  });

  test.each([
    ["a password in the address", { url: "https://user:pass@example.com" }, "takes no password"],
    ["another protocol", { url: "file:///etc/passwd" }, "begins with https:// or http://"],
    ["no address", { url: "ops" }, "begins with https:// or http://"],
    ["a header over two lines", { url: "https://example.com", headers: { a: "b\r\nc: d" } }, "one line of text"],
    ["a header without a name", { url: "https://example.com", headers: { "a b": "c" } }, "no name of a header"],
    ["a word that it does not know", { url: "https://example.com", adress: 1 }, "is not a property"],
    ["no duration", { url: "https://example.com", timeout: "soon" }, "a duration"],
  ])("with %s is refused", (_, options, words) => {
    expect(() => webhook(options as never)).toThrow(words);
  });

  test.each([
    [{ HOOK: "ftp://example.com" }, "The variable HOOK must hold an address"],
    [{ HOOK: "https://me:s3cret@example.com/x" }, "without a password"],
    [{}, "`HOOK`, which is not set"],
  ])("says what is wrong with its variable, not what is in it: %j", async (env, words) => {
    const told = webhookChannel({ url: { env: "HOOK" } }, env).tell(telling());
    await expect(told).rejects.toThrow(words);
    await expect(told).rejects.not.toThrow("s3cret");
  });

  test("shows of a plain address no path, which may be a secret", async () => {
    const told = webhookChannel({ url: "http://127.0.0.1:9/services/s3cret" }, {}).tell(telling());
    await expect(told).rejects.toThrow(/^http:\/\/127\.0\.0\.1:9 could not be reached/);
  });
});

describe("an Alertmanager", () => {
  test("gets labels, annotations and times by its version 2", async () => {
    const manager = await webPeer(openManager);
    try {
      await manager.channel.tell(telling());
      const { path, headers, body } = manager.requests.at(-1) ?? {};
      expect([path, headers?.authorization]).toEqual(["/api/v2/alerts", `Bearer ${manager.secret}`]);
      expect(body).toMatchObject([
        {
          labels: {
            alertname: "Alidade",
            system: "shop",
            severity: "page",
            team: "growth",
            alert: "alr_0123456789abcdef",
          },
          annotations: { summary: expect.stringContaining("100 times"), cause: "field/f1" },
          startsAt: "2026-11-20T12:00:00.000Z",
          endsAt: "2026-11-21T14:00:00.000Z",
        },
      ]);
    } finally {
      await manager.close();
    }
  });

  test("hears that it is over, and that it is now louder", async () => {
    const manager = await webPeer(openManager);
    try {
      const told = [{ channel: "am", at: 1, level: "warning", news: 1 }] as const;
      await manager.channel.tell(telling({ told }, "escalated"));
      await manager.channel.tell(telling({ told }, "ended"));
      const [louder, over] = manager.requests.map(({ body }) =>
        (body as { labels: { severity: string }; endsAt: string }[]).map((one) => [one.labels.severity, one.endsAt]),
      );
      const now = "2026-11-20T14:00:00.000Z";
      expect(louder).toEqual([
        ["page", "2026-11-21T14:00:00.000Z"],
        ["warning", now],
      ]);
      expect(over).toEqual([
        ["page", now],
        ["warning", now],
      ]);
    } finally {
      await manager.close();
    }
  });

  test("takes labels that are labels", () => {
    expect(() => alertmanager({ url: "http://am:9093", labels: { "a-b": "c" } })).toThrow(
      "letters, digits and underscores",
    );
  });
});
