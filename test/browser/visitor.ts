import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { Person } from '../../tools/emulator/index.js';

/** Somebody with a browser of their own; what their console complains about is kept. */
export class Visitor {
  readonly complaints: string[] = [];

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    private readonly url: string,
  ) {}

  static async open(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Visitor> {
    const context = await browser.newContext(options);
    context.setDefaultTimeout(10_000);
    const visitor = new Visitor(context, await context.newPage(), url);
    context.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') visitor.complaints.push(message.text());
    });
    context.on('weberror', (error) => visitor.complaints.push(error.error().message));
    return visitor;
  }

  /** Opens a path of the service. */
  async goto(path: string, page: Page = this.page): Promise<number> {
    const response = await page.goto(this.url + path);
    return response?.status() ?? 0;
  }

  /** From the home page through picker and consent, as far as they appear. */
  async signIn(person: Person, page: Page = this.page): Promise<void> {
    await this.goto('/', page);
    await page.getByRole('link', { name: 'Sign in', exact: true }).click();
    await this.pick(person, page);
  }

  /** On the account picker: takes a person, and accepts where consent is asked. */
  async pick(person: Person, page: Page = this.page): Promise<void> {
    await page.getByRole('button', { name: person.displayName }).click();
    const accept = page.getByRole('button', { name: 'Accept' });
    if (await accept.isVisible()) await accept.click();
  }

  heading(page: Page = this.page): Promise<string> {
    return page.getByRole('heading', { level: 1 }).innerText();
  }

  close(): Promise<void> {
    return this.context.close();
  }
}
