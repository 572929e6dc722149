import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { isAlidadeError } from "../../../kernel/index.ts";
import type { Alert } from "../alert.ts";
import { DAY, HOUR, NOON, sign } from "../shop.conformance.ts";
import type { Channel, Telling } from "./channel.ts";
import { tellingOf } from "./telling-of.ts";

/** What the other side of a channel does with what comes. */
export type Behaviour = "takes" | "busy" | "refuses" | "hangs" | "drops";

/** The other side of a channel, for a test. */
export interface Peer {
  readonly channel: Channel;
  /** A channel to where nobody listens. */
  readonly nowhere: Channel;
  /** Stands in the environment, and must be in no error. */
  readonly secret: string;
  behave(how: Behaviour): void;
  /** What it took, each as plain text. */
  taken(): readonly string[];
  close(): Promise<void>;
}

const HOSTILE = 'f1\r\nBcc: all@example.com\r\n\r\n.\r\n<!channel> `rm` "&" \u202e é 🚨 \ud800';

/** An alert as a channel might have to tell it. */
export function alertOf(of: Partial<Alert> = {}): Alert {
  return {
    id: "alr_0123456789abcdef",
    system: "shop",
    status: "open",
    level: "page",
    cause: { part: "field", name: "f1" },
    what: "f1 has a mean of 4,100, 100 times that of the training data",
    since: NOON,
    at: NOON + HOUR,
    openedAt: NOON + HOUR,
    raisedAt: NOON + HOUR,
    escalations: 0,
    harm: { money: 12_000, currency: "USD", entities: 6_000 },
    likely: "a changed unit where the values are made",
    next: ["alidade incident compare system.mts --bad 2026-11-20T12:00Z..2026-11-20T13:00Z", "alidade history shop"],
    symptoms: [sign("input.unit-changed", ["field", "f1"])],
    count: 12,
    news: 1,
    newest: "opened",
    told: [],
    ...of,
  };
}

export function telling(of: Partial<Alert> = {}, news?: Telling["news"]): Telling {
  return tellingOf(alertOf(of), { at: NOON + 2 * HOUR, quietMs: DAY, ...(news === undefined ? {} : { news }) });
}

/** What every channel over a network keeps. */
export function channelConformance(name: string, openPeer: () => Promise<Peer>): void {
  describe(`a channel by ${name}`, () => {
    let peer: Peer;
    beforeAll(async () => {
      peer = await openPeer();
    });
    afterAll(() => peer.close());
    beforeEach(() => peer.behave("takes"));

    const failure = async (work: Promise<void>) => {
      const thrown: unknown = await work.then(
        () => undefined,
        (error: unknown) => error,
      );
      if (!isAlidadeError(thrown)) throw new Error(`no error of Alidade: ${String(thrown)}`);
      expect(JSON.stringify([thrown.message, thrown.hint, thrown.data])).not.toContain(peer.secret);
      return thrown;
    };

    test("tells what, how bad, why and what next, once", async () => {
      const before = peer.taken().length;
      await peer.channel.tell(telling());
      const [text = "", ...more] = peer.taken().slice(before);
      expect(more).toEqual([]);
      for (const words of [
        "100 times",
        "$12,000",
        "a changed unit",
        "alidade incident compare",
        "alr_0123456789abcdef",
      ])
        expect(text).toContain(words);
    });

    test.each(["reopened", "worse", "escalated", "ended", "test"] as const)("tells that it is %s", async (news) => {
      const before = peer.taken().length;
      await peer.channel.tell(telling({ news: 2 }, news));
      expect(peer.taken()).toHaveLength(before + 1);
    });

    test("tells words that would be something else elsewhere as words, and never more than the other side takes", async () => {
      const before = peer.taken().length;
      await peer.channel.tell(telling({ what: HOSTILE.repeat(500), likely: HOSTILE, next: Array(200).fill(HOSTILE) }));
      const [text = "", ...more] = peer.taken().slice(before);
      expect(more).toEqual([]);
      expect(text).toContain("Bcc: all@example.com");
      expect(text.length).toBeLessThan(100_000);
    });

    test.each([
      ["busy", true],
      ["drops", true],
      ["refuses", false],
    ] as const)("says of a server that is %s whether to try again: %s", async (how, isRetryable) => {
      peer.behave(how);
      expect((await failure(peer.channel.tell(telling()))).retryable).toBe(isRetryable);
      peer.behave("takes");
      await peer.channel.tell(telling());
    });

    test("does not wait for ever, and tries again later", async () => {
      peer.behave("hangs");
      expect(await failure(peer.channel.tell(telling()))).toMatchObject({
        code: "alerts.channel-down",
        retryable: true,
      });
    });

    test("stops when it is told to", async () => {
      peer.behave("hangs");
      const stop = new AbortController();
      const told = failure(peer.channel.tell(telling(), stop.signal));
      stop.abort();
      expect((await told).retryable).toBe(true);
    });

    test("says where nobody listens", async () => {
      expect(await failure(peer.nowhere.tell(telling()))).toMatchObject({ code: "alerts.channel-down" });
    });
  });
}
