import type { Environment } from "../../data/index.ts";
import type { ChannelRef } from "../../system/index.ts";
import type { Channel } from "../../watch/index.ts";

export interface OpenChannelOptions {
  /** Where `env("NAME")` is looked up. */
  readonly env: Environment;
  /** Writes a line where people look. */
  readonly say: (line: string) => void;
}

/** The channel that a system file declares. Nothing is loaded, looked up or reached before something is told. */
export function alertChannel(ref: ChannelRef, options: OpenChannelOptions): Channel {
  return { tell: async (telling, signal) => await (await opened(ref, options)).tell(telling, signal) };
}

async function opened(ref: ChannelRef, { env, say }: OpenChannelOptions): Promise<Channel> {
  switch (ref.channel) {
    case "terminal":
      return { tell: async ({ line }) => say(line) };
    case "webhook":
      return (await import("./web-channels.ts")).webhookChannel(ref, env);
    case "email":
      return (await import("./mail-channel.ts")).mailChannel(ref, env);
    case "alertmanager":
      return (await import("./web-channels.ts")).alertmanagerChannel(ref, env);
  }
}
