import { spawn } from "node:child_process";
import { once } from "node:events";
import { root } from "./child.ts";

/** A server in a process of its own. */
export interface ServerChild {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts a Node program that prints one JSON document with its `url`, and then serves. */
export async function startServerChild(args: readonly string[]): Promise<ServerChild> {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "ignore"] });
  let text = "";
  for await (const chunk of child.stdout.setEncoding("utf8").iterator({ destroyOnReturn: false })) {
    text += chunk;
    const url = urlIn(text);
    if (url === undefined) continue;
    child.stdout.resume();
    return {
      url,
      async close() {
        child.kill("SIGTERM");
        if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
      },
    };
  }
  throw new Error(`${args.join(" ")} ended before it served:\n${text}`);
}

function urlIn(text: string): string | undefined {
  try {
    return (JSON.parse(text) as { readonly url: string }).url;
  } catch {
    // The rest of the document is still on its way.
    return undefined;
  }
}
