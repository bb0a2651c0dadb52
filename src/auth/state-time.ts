const TIME = /-([0-9a-z]{6,8})$/;

/**
 * Goes at the end of a `state`: the second in which the sign-in began. Anybody can write one, so it decides nothing but
 * the words for an answer that comes when its pending sign-in is gone.
 */
export function stateTime(nowMs: number): string {
  return `-${Math.floor(nowMs / 1000).toString(36)}`;
}

/** When the sign-in of that state began, or undefined when the state is not of our form. */
export function readStateTime(state: string): number | undefined {
  const seconds = TIME.exec(state)?.[1];
  return seconds === undefined ? undefined : Number.parseInt(seconds, 36) * 1000;
}
