const PATIENCE_MS = 2000;

/** The status of what this address answers; undefined when nothing answers, or not soon. */
export async function statusOf(address: string): Promise<number | undefined> {
  try {
    return (await fetch(address, { signal: AbortSignal.timeout(PATIENCE_MS) })).status;
  } catch {
    return undefined;
  }
}
