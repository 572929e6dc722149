import { parentPort } from "node:worker_threads";

/** What is used of WebAssembly; Node's types leave it out. */
declare const WebAssembly: {
  readonly Instance: new (
    module: object,
    imports: { readonly env: { readonly memory: object } },
  ) => { readonly exports: { serve(control: number): void } };
};

interface Asked {
  readonly module: object;
  readonly memory: object;
  readonly control: number;
}

/** The entry of a helper thread: serves one fit after another. */
parentPort?.on("message", ({ module, memory, control }: Asked) => {
  new WebAssembly.Instance(module, { env: { memory } }).exports.serve(control);
});
