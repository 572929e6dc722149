import { isIP } from "node:net";

/** Whether only this machine can reach an address to listen on. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\./.test(host);
}

/** Whether a request's `host` header names this machine by itself: no page that was loaded from elsewhere can send one. */
export function namesThisMachine(header: string | undefined): boolean {
  if (header === undefined) return true;
  const name = header
    .replace(/:\d+$/, "")
    .replace(/^\[(.*)\]$/, "$1")
    .toLowerCase();
  return name === "localhost" || name.endsWith(".localhost") || isIP(name) !== 0;
}

/** What one sender is told by: the whole of a v4 address, the network of a v6 one, of which everybody has 2^64. */
export function senderOf(address: string): string {
  if (isIP(address) !== 6 || address.startsWith("::ffff:")) return address;
  const [head = "", tail] = address.split("::");
  const groups = head.split(":");
  const missing = tail === undefined ? 0 : Math.max(0, 4 - groups.length);
  return [...groups, ...new Array<string>(missing).fill("0")].slice(0, 4).join(":");
}
