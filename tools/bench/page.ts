import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';

/** The page that has the figures. */
export const PAGE = 'docs/performance.md';

/**
 * Puts a text between the two comments that name a section.
 *
 * @throws Error when the page has no such section
 */
export function withSection(page: string, section: string, text: string): string {
  const [begin, end] = [`<!-- begin: ${section} -->`, `<!-- end: ${section} -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${PAGE} has no section between '${begin}' and '${end}'`);
  return `${page.slice(0, from)}${begin}\n\n${text.trim()}\n\n${page.slice(to)}`;
}

/** Writes a section of the page. @throws Error when it has none of that name */
export async function writeSection(section: string, text: string): Promise<void> {
  const page = withSection(await readFile(PAGE, 'utf8'), section, text);
  await writeFile(PAGE, await format(page, { ...(await resolveConfig(PAGE)), parser: 'markdown' }));
}
