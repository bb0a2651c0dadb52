/** What a program sees of a page of the emulator. */

/** Which page it is. */
export function pageOf(html: string): string | undefined {
  return /<main [^>]*data-page="([^"]+)"/.exec(html)?.[1];
}

/** Where its first form goes; empty: to its own address. */
export function actionOf(html: string): string {
  return unescape(/<form method="post" action="([^"]*)"/.exec(html)?.[1] ?? '');
}

/** The hidden fields of its forms. */
export function fieldsOf(html: string): [string, string][] {
  const fields = html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g);
  return [...fields].map(([, name = '', value = '']) => [unescape(name), unescape(value)]);
}

export function textOf(html: string): string {
  const main = /<main[\s\S]*<\/main>/.exec(html)?.[0] ?? html;
  return unescape(
    main
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  );
}

function unescape(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
