/**
 * Keys in groups that a cluster keeps together, which are those of one hash tag: what stands between the first `{` and
 * the next `}`. A command may name keys of one group alone.
 */
export function bySlot(keys: readonly string[]): [string, ...string[]][] {
  const groups = new Map<string, [string, ...string[]]>();
  for (const key of keys) {
    const tag = /^[^{]*\{([^}]+)\}/.exec(key)?.[1] ?? key;
    const group = groups.get(tag);
    if (group === undefined) groups.set(tag, [key]);
    else group.push(key);
  }
  return [...groups.values()];
}
