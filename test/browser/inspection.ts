import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { HtmlValidate, StaticConfigLoader } from 'html-validate';
import type { BrowserContextOptions, Page } from 'playwright-core';

/** Where the suites of pages keep a picture of each. */
export const SCREENSHOTS = fileURLToPath(new URL('./screenshots', import.meta.url));

/** In how many ways a page is looked at. */
export const LOOKS: [string, BrowserContextOptions][] = [
  ['light', { viewport: { width: 1100, height: 760 }, colorScheme: 'light' }],
  ['dark', { viewport: { width: 1100, height: 760 }, colorScheme: 'dark' }],
  ['phone', { viewport: { width: 360, height: 740 }, colorScheme: 'light' }],
];

const htmlValidate = new HtmlValidate(
  new StaticConfigLoader({
    extends: ['html-validate:standard'],
    // Both are fine HTML: the doctype is written small, and void elements without a slash.
    rules: { 'doctype-style': 'off', 'void-style': 'off', 'no-trailing-whitespace': 'off' },
  }),
);

/** In the dark only the colours are different. */
export async function accessibilityViolations(page: Page, look: string): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (look === 'dark' ? axe.withRules('color-contrast') : axe).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/** What is wrong with the HTML of a page. */
export async function violationsOf(html: string): Promise<string[]> {
  const { results } = await htmlValidate.validateString(html);
  return results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId}: ${message}`));
}
