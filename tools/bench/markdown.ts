import type { Spread } from './statistics.js';

/** A table of Markdown. @param headings - the first column is words, the others are numbers */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = headings.map((_, index) => (index === 0 ? '---' : '--:'));
  return [headings, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** The median, with the least and the most where they are not the same. */
export function spread(values: Spread | undefined, decimals = 0): string {
  if (values === undefined) return '–';
  const [median, least, most] = [values.median, values.least, values.most].map((value) => value.toFixed(decimals));
  return least === most ? `${median}` : `${median} (${least}–${most})`;
}

export function number(value: number | undefined, decimals = 0): string {
  return value === undefined ? '–' : value.toFixed(decimals);
}

/** Bytes as MiB. */
export function mebibytes(bytes: number | undefined, decimals = 0): string {
  return number(bytes && bytes / 1024 ** 2, decimals);
}

/** The first line of a text, as it can stand in a cell. */
export function inOneCell(text: string): string {
  return (text.split('\n', 1)[0] ?? '').replaceAll('|', '/');
}
