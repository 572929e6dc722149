/** Whether a process of this machine runs. */
export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (thrown) {
    // Of another user, it runs all the same.
    return (thrown as { readonly code?: string }).code === "EPERM";
  }
}
