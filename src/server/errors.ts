import { defineError, type ErrorConstructor } from "../kernel/index.ts";

interface Address {
  readonly host: string;
  readonly port: number;
}

export const portInUse: ErrorConstructor<Address> = defineError("server.port-in-use", {
  headline: "Port in use",
  message: ({ host, port }: Address) => `Another program already listens on ${host}:${port}.`,
  hint: ({ port }) => `Stop it, or choose another with --port ${port < 65_535 ? port + 1 : 0}; 0 takes any free one.`,
});

export const cannotListen: ErrorConstructor<Address & { readonly why: string }> = defineError("server.cannot-listen", {
  headline: "No listening there",
  message: ({ host, port, why }: Address & { readonly why: string }) =>
    `A server listens on an address of this machine and a port from 0 to 65535. Got ${host}:${port}: ${why}.`,
  hint: () => "Use the host 127.0.0.1 and a port from 1024 on, or 0 for any free one.",
});

export const tlsUnusable: ErrorConstructor<{ readonly why: string }> = defineError("server.tls-unusable", {
  headline: "A certificate that cannot be used",
  message: ({ why }: { readonly why: string }) => `TLS needs a certificate and its key, both in PEM. Got ${why}.`,
});

/** A server that was started without a registry in its hands. */
export const notManaged: ErrorConstructor<object> = defineError("server.not-managed", {
  headline: "Nothing to manage here",
  message: () => "This server decides, and changes nothing of what is served.",
  hint: () => "Use the command line where the state is.",
});

export const notReady: ErrorConstructor<{ readonly why: string }> = defineError("server.not-ready", {
  headline: "Not ready",
  message: ({ why }: { readonly why: string }) => `Decisions cannot be made and stored at the moment: ${why}.`,
  retryable: true,
});

export const unexpected: ErrorConstructor<object> = defineError("kernel.unexpected", {
  headline: "Something unexpected happened",
  message: () => "This should not happen.",
});
