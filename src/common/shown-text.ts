/** So much of a text from outside is kept to be shown, in UTF-16 code units. */
const MAX_SHOWN = 512;

/** The beginning of a text, at most `length` UTF-16 code units; no character is cut in two. */
export function beginningOf(text: string, length: number): string {
  return text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '');
}

/** A text from outside as people get to see it: a long one is cut and ends in an ellipsis. */
export function shownText(text: string): string {
  return text.length <= MAX_SHOWN ? text : `${beginningOf(text, MAX_SHOWN - 1)}…`;
}
